package org.dahlquist.image;

import java.io.Serializable;
import java.util.Optional;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardFormat;

/**
 * From an image file to what a shard holds of it: a raw image in CHW order, or a JPEG of a given shorter side.
 *
 * <p>With libturbojpeg, JPEG becomes smaller JPEG without ever being RGB, if its components are luma and chroma.
 *
 * <p>Not thread-safe; holds native memory until it is closed.
 */
public final class ImageConversion implements AutoCloseable {
    /** Differs between conversions that make other bytes of the same file with the same settings. */
    public static final int VERSION = 2;

    /** Shorter sides that a decoder at reduced scale has to leave: what the filter needs to keep its quality. */
    private static final int OVERSAMPLING = 2;

    private final Settings settings;
    private final ImageCodec codec;
    private final Resampler resampler = new Resampler();
    private final DecodeOptions options;
    private final Optional<TurboJpegRescaler> rescaler;

    /**
     * How to convert.
     *
     * @param format what rows look like
     * @param squash whether both sides of a raw image are scaled to its shape; else its centre is cut out
     * @param jpegQuality quality of JPEG images, 1 to 100
     * @param applyExifOrientation whether to turn an image as its EXIF header says
     * @param maxPixels most pixels an image may claim to have
     * @param codec {@code auto}, {@code turbojpeg} or {@code java}
     */
    public record Settings(
            ShardFormat format,
            boolean squash,
            int jpegQuality,
            boolean applyExifOrientation,
            int maxPixels,
            String codec)
            implements Serializable {}

    /** Prepares a conversion. */
    public ImageConversion(Settings settings) {
        this.settings = settings;
        this.codec = ImageCodec.open(settings.codec());
        ImageShape shape = settings.format().shape();
        this.options = new DecodeOptions(
                OVERSAMPLING * Math.max(shape.height(), shape.width()),
                settings.applyExifOrientation(),
                settings.maxPixels());
        boolean planes = settings.format().encoding() == Manifest.Encoding.JPEG
                && codec.name().equals(ImageCodec.TURBOJPEG);
        this.rescaler = planes ? Optional.of(new TurboJpegRescaler()) : Optional.empty();
    }

    /** What the images become. */
    public ShardFormat format() {
        return settings.format();
    }

    /** Name of what decodes and encodes: {@code turbojpeg} or {@code java}. */
    public String codec() {
        return codec.name();
    }

    /**
     * Converts one image.
     *
     * @param file a JPEG or PNG file
     * @param sums receives the RGB pixels of the scaled image, before a JPEG encoding
     * @return raw bytes in CHW order, or a JPEG file
     * @throws BadImageException if the file is no whole image
     */
    public byte[] convert(byte[] file, ChannelSums sums) throws BadImageException {
        Optional<JpegHeader> planes = planes(file);
        if (planes.isPresent()) {
            rescaler.orElseThrow().scale(file, planes.get(), options, shape().width());
            rescaler.orElseThrow().addTo(sums);
            return rescaler.orElseThrow().encode(settings.jpegQuality());
        }
        RgbImage scaled = scaledRgb(file);
        if (settings.format().encoding() == Manifest.Encoding.RAW) {
            byte[] raw = scaled.planes();
            sums.add(raw);
            return raw;
        }
        sums.addInterleaved(scaled.pixels());
        return codec.encoder().encode(scaled, settings.jpegQuality());
    }

    /**
     * The image as {@link #convert} scales it, before a JPEG encoding.
     *
     * @param file a JPEG or PNG file
     * @throws BadImageException if the file is no whole image
     */
    public RgbImage scaled(byte[] file) throws BadImageException {
        Optional<JpegHeader> planes = planes(file);
        if (planes.isEmpty()) {
            return scaledRgb(file);
        }
        rescaler.orElseThrow().scale(file, planes.get(), options, shape().width());
        return rescaler.orElseThrow().pixels();
    }

    /** The header of a file that is scaled in planes. */
    private Optional<JpegHeader> planes(byte[] file) throws BadImageException {
        if (rescaler.isEmpty()
                || FileSignature.of(file).filter(FileSignature.JPEG::equals).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(JpegHeader.of(file)).filter(this::takes);
    }

    private RgbImage scaledRgb(byte[] file) throws BadImageException {
        RgbImage image = codec.decoder().decode(file, options);
        return settings.format().encoding() == Manifest.Encoding.RAW
                ? raw(image, shape())
                : resampler.shorterSide(image, shape().width());
    }

    private ImageShape shape() {
        return settings.format().shape();
    }

    private boolean takes(JpegHeader header) {
        boolean upright = !settings.applyExifOrientation() || header.orientation() == ExifOrientation.UPRIGHT;
        return upright && TurboJpegRescaler.takes(header);
    }

    private RgbImage raw(RgbImage image, ImageShape shape) {
        if (settings.squash()) {
            return resampler.resize(image, shape.width(), shape.height());
        }
        return resampler.covering(image, shape.width(), shape.height()).centre(shape.width(), shape.height());
    }

    /** Whether a file's name ends as if it were of another format than its bytes are. */
    public boolean contradicts(String name, byte[] file) {
        return FileSignature.contradicts(name, file);
    }

    @Override
    public void close() {
        codec.close();
        rescaler.ifPresent(TurboJpegRescaler::close);
    }
}
