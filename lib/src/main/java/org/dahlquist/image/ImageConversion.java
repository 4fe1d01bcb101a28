package org.dahlquist.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardFormat;

/**
 * From an image file to what a shard holds of it: a raw square in CHW order, or a JPEG of a given shorter side.
 *
 * <p>Not thread-safe; holds native memory until it is closed.
 */
public final class ImageConversion implements AutoCloseable {
    private final Settings settings;

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
    }

    /** What the images become. */
    public ShardFormat format() {
        return settings.format();
    }

    /** Name of what decodes and encodes. */
    public String codec() {
        return "java";
    }

    /**
     * Converts one image.
     *
     * @param file an image file of any format that the codec reads
     * @param sums receives the pixels of the scaled image, before a JPEG encoding
     * @return raw bytes in CHW order, or a JPEG file
     * @throws BadImageException if the file is no whole image
     */
    public byte[] convert(byte[] file, ChannelSums sums) throws BadImageException {
        ImageShape shape = settings.format().shape();
        boolean raw = settings.format().encoding() == Manifest.Encoding.RAW;
        BufferedImage whole = decode(file);
        double scale = (double) shape.width() / Math.min(whole.getWidth(), whole.getHeight());
        BufferedImage scaled = raw && settings.squash()
                ? scaled(whole, shape.width(), shape.height())
                : scaled(whole, rounded(scale * whole.getWidth()), rounded(scale * whole.getHeight()));
        if (raw) {
            int left = (scaled.getWidth() - shape.width()) / 2;
            int top = (scaled.getHeight() - shape.height()) / 2;
            byte[] pixels = channels(scaled.getSubimage(left, top, shape.width(), shape.height()));
            sums.add(pixels);
            return pixels;
        }
        sums.add(channels(scaled));
        return encode(scaled);
    }

    private static int rounded(double length) {
        return Math.max(1, (int) Math.round(length));
    }

    private static BufferedImage decode(byte[] file) throws BadImageException {
        if (file.length == 0) {
            throw new BadImageException(BadImageException.Reason.EMPTY, "the file has no bytes");
        }
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
            if (image == null) {
                throw new BadImageException(
                        BadImageException.Reason.NOT_AN_IMAGE, "the first bytes are of no known image format");
            }
            return image;
        } catch (EOFException e) {
            throw new BadImageException(BadImageException.Reason.TRUNCATED, e.toString());
        } catch (IOException | RuntimeException e) { // the JDK's readers throw unchecked exceptions on damaged files
            throw new BadImageException(BadImageException.Reason.CORRUPT, e.toString());
        }
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
        graphics.dispose();
        return scaled;
    }

    private static byte[] channels(BufferedImage image) {
        int plane = image.getWidth() * image.getHeight();
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[] bytes = new byte[3 * plane];
        for (int i = 0; i < plane; i++) {
            bytes[i] = (byte) (pixels[i] >> 16);
            bytes[plane + i] = (byte) (pixels[i] >> 8);
            bytes[2 * plane + i] = (byte) pixels[i];
        }
        return bytes;
    }

    private byte[] encode(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(settings.jpegQuality() / 100f);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Whether a file's name ends as if it were of another format than its bytes are. */
    public boolean contradicts(String name, byte[] file) {
        return FileSignature.contradicts(name, file);
    }

    @Override
    public void close() {}
}
