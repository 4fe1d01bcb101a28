package org.dahlquist.image;

import org.dahlquist.DahlquistException;

/**
 * An image of three 8-bit channels.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param pixels red, green, blue of each pixel in turn, row by row: 3 · width · height unsigned bytes; not copied
 */
public record RgbImage(int width, int height, byte[] pixels) {
    /** Bytes of one pixel. */
    public static final int CHANNELS = 3;

    /** Checks that the pixels fill the image. */
    public RgbImage {
        if (width < 1 || height < 1 || pixels.length != CHANNELS * (long) width * height) {
            throw DahlquistException.data(
                    "an RGB image has %d bytes for each of its pixels, but %d x %d pixels have %,d bytes",
                    CHANNELS, width, height, pixels.length);
        }
    }

    /**
     * The middle of the image, {@code width} by {@code height}; odd margins leave the smaller half left and above.
     *
     * @throws DahlquistException (DATA) if the image is smaller
     */
    public RgbImage centre(int width, int height) {
        if (width > this.width || height > this.height) {
            throw DahlquistException.data(
                    "an image of %d x %d pixels has no centre of %d x %d", this.width, this.height, width, height);
        }
        byte[] centre = new byte[CHANNELS * width * height];
        int left = (this.width - width) / 2;
        int top = (this.height - height) / 2;
        for (int y = 0; y < height; y++) {
            int from = CHANNELS * ((top + y) * this.width + left);
            System.arraycopy(pixels, from, centre, CHANNELS * y * width, CHANNELS * width);
        }
        return new RgbImage(width, height, centre);
    }

    /** The same pixels channel by channel (CHW), as networks take them. */
    public byte[] planes() {
        int plane = width * height;
        byte[] planes = new byte[pixels.length];
        for (int i = 0; i < plane; i++) {
            planes[i] = pixels[CHANNELS * i];
            planes[plane + i] = pixels[CHANNELS * i + 1];
            planes[2 * plane + i] = pixels[CHANNELS * i + 2];
        }
        return planes;
    }
}
