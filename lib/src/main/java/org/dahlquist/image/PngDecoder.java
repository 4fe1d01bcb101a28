package org.dahlquist.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.dahlquist.image.BadImageException.Reason;

/** PNG by the JDK, with both codecs. */
final class PngDecoder implements ImageDecoder {
    private static final int WHITE = 255;

    private final ImageReader reader =
            ImageIO.getImageReadersByFormatName("png").next();

    @Override
    public RgbImage decode(byte[] file, DecodeOptions options) throws BadImageException {
        PngChunks chunks = PngChunks.of(file);
        if (chunks.width() < 1 || chunks.height() < 1) {
            throw new BadImageException(
                    Reason.CORRUPT, "has %d x %d pixels by its header", chunks.width(), chunks.height());
        }
        options.check(chunks.width(), chunks.height());
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(chunks.bare()))) {
            reader.setInput(in, true, true);
            return rgb(reader.read(0));
        } catch (IOException e) {
            throw new BadImageException(Reason.CORRUPT, "cannot be decoded: %s", e.getMessage()).causedBy(e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // What the reader throws on headers that contradict themselves.
            throw new BadImageException(Reason.CORRUPT, "cannot be decoded: %s", e).causedBy(e);
        } finally {
            reader.setInput(null);
        }
    }

    /** Samples as they are stored: a grey BufferedImage's own conversion to RGB would change its gamma. */
    private static RgbImage rgb(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] pixels = new byte[RgbImage.CHANNELS * width * height];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int argb : row(image, y)) {
                int alpha = argb >>> 24;
                for (int shift = 16; shift >= 0; shift -= 8) {
                    int value = argb >> shift & 0xFF;
                    pixels[at++] = (byte) ((value * alpha + WHITE * (WHITE - alpha) + WHITE / 2) / WHITE);
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }

    private static int[] row(BufferedImage image, int y) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int[] samples = raster.getPixels(0, y, image.getWidth(), 1, (int[]) null);
        int[] argb = new int[image.getWidth()];
        boolean alpha = image.getColorModel().hasAlpha();
        int drop = Math.max(0, raster.getSampleModel().getSampleSize(0) - Byte.SIZE);
        for (int x = 0; x < argb.length; x++) {
            if (image.getColorModel() instanceof IndexColorModel palette) {
                argb[x] = palette.getRGB(samples[x]);
                continue;
            }
            int first = x * bands;
            int red = samples[first] >> drop;
            int green = bands < 3 ? red : samples[first + 1] >> drop;
            int blue = bands < 3 ? red : samples[first + 2] >> drop;
            int opacity = alpha ? samples[first + bands - 1] >> drop : WHITE;
            argb[x] = opacity << 24 | red << 16 | green << 8 | blue;
        }
        return argb;
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
