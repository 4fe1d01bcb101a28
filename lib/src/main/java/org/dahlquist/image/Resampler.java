package org.dahlquist.image;

/**
 * Scales images with an antialiased triangle filter, as Pillow's {@code BILINEAR} and torchvision's antialiased resize.
 *
 * <p>Output pixel i lies at c = (i + ½) s, s = input length / output length, and is Σ_j w((j + ½ − c) / max(1, s)) x_j / Σ_j
 * w(…), w(t) = max(0, 1 − |t|); rows first, then columns, in fixed point, and rounded to 8 bits at the end. Keeps its scratch
 * memory; not thread-safe. See G. Wolberg, Digital Image Warping, 1990, ch. 5–6.
 */
public final class Resampler {
    private int[] rows = {};

    /**
     * Scales to a given size; keeps no aspect ratio.
     *
     * @param image the image
     * @param width columns of the result, at least 1
     * @param height rows of the result, at least 1
     * @return the scaled image; {@code image} itself if it has that size
     */
    public RgbImage resize(RgbImage image, int width, int height) {
        if (width == image.width() && height == image.height()) {
            return image;
        }
        byte[] scaled = new byte[RgbImage.CHANNELS * width * height];
        FilterTaps across = FilterTaps.triangle(image.width(), image.width(), width);
        FilterTaps down = FilterTaps.triangle(image.height(), image.height(), height);
        resize(image.pixels(), RgbImage.CHANNELS * image.width(), RgbImage.CHANNELS, across, down, scaled);
        return new RgbImage(width, height, scaled);
    }

    /**
     * Scales so that the shorter side has a given length; the other one is rounded down, as torchvision does.
     *
     * @param image the image
     * @param length pixels of the shorter side, at least 1
     * @return the scaled image; {@code image} itself if it has that size
     */
    public RgbImage shorterSide(RgbImage image, int length) {
        int shorter = Math.min(image.width(), image.height());
        return resize(image, scaled(image.width(), length, shorter), scaled(image.height(), length, shorter));
    }

    /**
     * Scales, keeping the aspect ratio, to the smallest size that covers {@code width} by {@code height}.
     *
     * @param image the image
     * @param width columns to cover, at least 1
     * @param height rows to cover, at least 1
     * @return the scaled image; {@code image} itself if it has that size
     */
    public RgbImage covering(RgbImage image, int width, int height) {
        boolean byWidth = (long) width * image.height() >= (long) height * image.width();
        int scaledWidth = byWidth ? width : scaled(image.width(), height, image.height());
        int scaledHeight = byWidth ? scaled(image.height(), width, image.width()) : height;
        return resize(image, scaledWidth, scaledHeight);
    }

    /** A side's length when {@code shorter} becomes {@code length}. */
    static int scaled(int side, int length, int shorter) {
        return (int) ((long) side * length / shorter);
    }

    /**
     * Scales one plane, or several interleaved ones.
     *
     * @param source rows of {@code stride} bytes
     * @param channels interleaved values of a pixel, 1 or 3
     * @param scaled receives the result, without gaps
     */
    void resize(byte[] source, int stride, int channels, FilterTaps across, FilterTaps down, byte[] scaled) {
        int outStride = channels * across.length();
        int needed = outStride * down.inputEnd();
        if (rows.length < needed) {
            rows = new int[needed];
        }
        for (int y = 0; y < down.inputEnd(); y++) {
            if (channels == 1) {
                across.row(source, y * stride, rows, y * outStride);
            } else {
                across.rowOfThree(source, y * stride, rows, y * outStride);
            }
        }
        int[] sums = new int[outStride];
        for (int y = 0; y < down.length(); y++) {
            down.columns(rows, y, sums, scaled, y * outStride);
        }
    }
}
