package org.dahlquist.image;

/**
 * Scales images with an antialiased triangle filter, as Pillow's {@code BILINEAR} and torchvision's antialiased resize.
 *
 * <p>Output pixel i lies at c = (i + ½) s, s = input length / output length, and is Σ_j w((j + ½ − c) / max(1, s)) x_j / Σ_j
 * w(…), w(t) = max(0, 1 − |t|); columns first, then rows, in fixed point; between the two 10 bits are kept of each value, so
 * that the result is nearer to the exact one than with Pillow's 8. Keeps its scratch memory; not thread-safe. See G.
 * Wolberg, Digital Image Warping, 1990, ch. 5–6.
 */
public final class Resampler {
    /** The last packed rows of the image, row y at y modulo their number. */
    private long[][] rows = {};

    private long[] sums = {};

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
        FilterTaps down = FilterTaps.of(SampledAxis.whole(image.height(), height), image.height(), PackedRow.BITS);
        FilterTaps across = FilterTaps.of(
                SampledAxis.whole(image.width(), width), image.width(), PackedRow.BITS - PackedRow.FRACTION);
        reserve(down.taps(), image.width());
        byte[] scaled = new byte[Math.multiplyExact(RgbImage.CHANNELS * width, height)];
        int packed = 0;
        for (int y = 0; y < height; y++) {
            int end = down.first()[y] + down.taps();
            for (packed = Math.max(packed, down.first()[y]); packed < end; packed++) {
                int offset = RgbImage.CHANNELS * image.width() * packed;
                PackedRow.pack(image.pixels(), offset, rows[packed % rows.length]);
            }
            blend(down, y);
            PackedRow.scale(sums, across, scaled, RgbImage.CHANNELS * width * y);
        }
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

    private void reserve(int taps, int width) {
        if (rows.length != taps || sums.length != width) {
            rows = new long[taps][width];
            sums = new long[width];
        }
    }

    /** Sets {@code sums} to output row y of the columns. */
    private void blend(FilterTaps down, int y) {
        for (int tap = 0; tap < down.taps(); tap++) {
            long[] row = rows[(down.first()[y] + tap) % rows.length];
            int weight = down.weights()[y * down.taps() + tap];
            if (tap == 0) {
                PackedRow.weight(row, weight, sums);
            } else {
                PackedRow.add(row, weight, sums);
            }
        }
        PackedRow.round(sums);
    }
}
