package org.dahlquist.image;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteOrder;

/**
 * From JPEG file to smaller JPEG file in JPEG's own colours: luma and chroma are decoded, scaled and encoded as planes.
 *
 * <p>Scales as {@link Resampler} does; a chroma sample of the result is the mean of the two by two scaled ones that an
 * encoder would make one of. In a file of half the resolution, as in the result, chroma samples are centred between those of
 * the luma. That spares the two conversions of colours and half of the values to be scaled. Keeps its memory; not
 * thread-safe.
 */
final class TurboJpegRescaler implements AutoCloseable {
    private static final JpegHeader.Sampling HALF = new JpegHeader.Sampling(2, 2);
    private static final int FIRST_CHROMA = 1;
    private static final int LAST_CHROMA = 2;

    private final Pointer colours = TurboJpegLibrary.tjInitDecompress();

    private final TurboJpegEncoder encoder = new TurboJpegEncoder();
    private final NativeBuffer input = new NativeBuffer();
    private final NativeBuffer pixels = new NativeBuffer();
    private final NativePlanes decoded = new NativePlanes();
    private final NativePlanes scaled = new NativePlanes();
    private final PlaneResampler resampler = PlaneResampler.fastest();
    private byte[] rows = {};
    private int[] packed = {};

    /** Whether a file is of the kind that it takes: luma and chroma, the chroma of whole or half resolution. */
    static boolean takes(JpegHeader header) {
        // Planes are read as ints with the first byte lowest.
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                && header.colour() == JpegHeader.Colour.YCC
                && header.chroma().across() > 0;
    }

    /**
     * Scales a file so that its shorter side has a given length; what was scaled before is lost.
     *
     * @param file the file, as stored, not turned upright
     * @param header its header, which {@link #takes}
     * @param options shorter side that decoding has to leave, and most pixels
     * @param shorterSide of the result
     */
    void scale(byte[] file, JpegHeader header, DecodeOptions options, int shorterSide) throws BadImageException {
        options.check(header.width(), header.height());
        decode(file, header, options);
        int shorter = Math.min(decoded.width(), decoded.height());
        scaled.reserve(
                Resampler.scaled(decoded.width(), shorterSide, shorter),
                Resampler.scaled(decoded.height(), shorterSide, shorter),
                HALF);
        scale(header.chroma());
    }

    /** A JPEG file of what was scaled. */
    byte[] encode(int quality) {
        return encoder.encode(scaled, quality);
    }

    /** Adds the RGB pixels of what was scaled. */
    void addTo(ChannelSums sums) throws BadImageException {
        sums.addPacked(packedPixels(), scaled.width(), scaled.height());
    }

    /** The RGB pixels of what was scaled. */
    RgbImage pixels() throws BadImageException {
        int[] rgbx = packedPixels();
        byte[] rgb = new byte[RgbImage.CHANNELS * scaled.width() * scaled.height()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (rgbx[i / RgbImage.CHANNELS] >>> Byte.SIZE * (i % RgbImage.CHANNELS));
        }
        return new RgbImage(scaled.width(), scaled.height(), rgb);
    }

    private void decode(byte[] file, JpegHeader header, DecodeOptions options) throws BadImageException {
        int reduction = TurboJpegDecoder.reduction(header.width(), header.height(), options.shorterSide());
        decoded.reserve(
                TurboJpegDecoder.reduced(header.width(), reduction),
                TurboJpegDecoder.reduced(header.height(), reduction),
                header.chroma());
        Memory jpeg = input.holding(file);
        TurboJpegDecoder.run(handle -> TurboJpegLibrary.tjDecompressToYUVPlanes(
                handle,
                jpeg,
                file.length,
                decoded.addresses(),
                decoded.width(),
                decoded.strides(),
                decoded.height(),
                TurboJpegDecoder.FLAGS));
    }

    private void scale(JpegHeader.Sampling chroma) {
        scale(
                SampledAxis.whole(decoded.width(), scaled.width()).evened(),
                SampledAxis.whole(decoded.height(), scaled.height()).evened(),
                0,
                0);
        scale(
                chroma(decoded.width(), scaled.width(), chroma.across()),
                chroma(decoded.height(), scaled.height(), chroma.down()),
                FIRST_CHROMA,
                LAST_CHROMA);
    }

    /** Means of two neighbours of what chroma would be at the resolution of the scaled luma. */
    private static SampledAxis chroma(int inputs, int outputs, int sampling) {
        int samples = (inputs + sampling - 1) / sampling;
        return SampledAxis.of(0, (double) inputs / sampling / outputs, 0, samples, outputs, false)
                .evened()
                .halved();
    }

    private void scale(SampledAxis across, SampledAxis down, int first, int last) {
        int rowBytes = Integer.BYTES * scaled.rowWords(first);
        int room = PlaneResampler.room(down.outputs(), rowBytes);
        if (rows.length < room) {
            rows = new byte[room];
        }
        for (int plane = first; plane <= last; plane++) {
            resampler.resample(decoded.plane(plane), down, across, rows, rowBytes);
            scaled.write(plane, rows);
        }
    }

    private int[] packedPixels() throws BadImageException {
        int count = Math.multiplyExact(scaled.width(), scaled.height());
        Memory rgb = pixels.ofSize((long) count * Integer.BYTES);
        int status = TurboJpegLibrary.tjDecodeYUVPlanes(
                colours,
                scaled.addresses(),
                scaled.strides(),
                TurboJpegLibrary.SUBSAMPLING_420,
                rgb,
                scaled.width(),
                0,
                scaled.height(),
                TurboJpegLibrary.RGBX,
                0);
        TurboJpegDecoder.check(status, colours);
        if (packed.length < count) {
            packed = new int[count];
        }
        rgb.read(0, packed, 0, count);
        return packed;
    }

    @Override
    public void close() {
        TurboJpegLibrary.tjDestroy(colours);
        encoder.close();
        input.close();
        pixels.close();
        decoded.close();
        scaled.close();
    }
}
