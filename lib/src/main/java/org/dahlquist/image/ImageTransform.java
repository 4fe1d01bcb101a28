package org.dahlquist.image;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.StoredImage;

/**
 * From raw images of the network's size to its input: random crop and flip for training, and (x / 255 − mean) / std per
 * channel.
 *
 * <p>Order and meaning follow torchvision's {@code RandomCrop(size, padding)}, {@code RandomHorizontalFlip(0.5)},
 * {@code ToTensor}, {@code Normalize}: padding is black (byte 0) and therefore becomes −mean / std. Input and output are
 * CHW. Immutable; safe to share between threads.
 */
public final class ImageTransform implements InputTransform {
    private static final int BYTE_VALUES = 256;

    private final ImageShape shape;
    private final int cropPadding;
    private final boolean flip;
    /** Normalised value of each byte, {@code float[channels][256]}. */
    private final float[][] table;

    /**
     * A transform for images of one shape.
     *
     * @param shape shape of input and output
     * @param mean mean per channel, in [0, 1]
     * @param std standard deviation per channel, in [0, 1]; 0 (a constant channel) divides by 1 instead
     * @param cropPadding zero padding in pixels before the random crop; 0 turns cropping off
     * @param flip whether to mirror left to right with probability one half
     * @throws DahlquistException (DATA) if mean or std do not have one value per channel, (CONFIG) on negative padding
     */
    public ImageTransform(ImageShape shape, double[] mean, double[] std, int cropPadding, boolean flip) {
        if (mean.length != shape.channels() || std.length != shape.channels()) {
            throw DahlquistException.data(
                    "images of %d channels need as many means and deviations, but there are %d and %d;"
                            + " run the prepare stage again",
                    shape.channels(), mean.length, std.length);
        }
        if (cropPadding < 0) {
            throw DahlquistException.config("the crop padding must be 0 or more, but is %d", cropPadding);
        }
        this.shape = shape;
        this.cropPadding = cropPadding;
        this.flip = flip;
        this.table = new float[shape.channels()][BYTE_VALUES];
        for (int c = 0; c < table.length; c++) {
            for (int value = 0; value < BYTE_VALUES; value++) {
                table[c][value] = (float) ((value / 255.0 - mean[c]) / (std[c] > 0 ? std[c] : 1));
            }
        }
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    /** Crops, flips and normalises. */
    @Override
    public void augmented(StoredImage image, long randomSeed, float[] out, int outOffset) {
        SplittableRandom random = new SplittableRandom(randomSeed);
        int top = random.nextInt(2 * cropPadding + 1) - cropPadding;
        int left = random.nextInt(2 * cropPadding + 1) - cropPadding;
        boolean mirror = flip && random.nextBoolean();
        window(image.bytes(), image.offset(), top, left, mirror, out, outOffset);
    }

    @Override
    public void normalised(StoredImage image, float[] out, int outOffset) {
        window(image.bytes(), image.offset(), 0, 0, false, out, outOffset);
    }

    @Override
    public void close() {
        // nothing is kept
    }

    /** Normalises the window whose upper left corner lies at (top, left) of the image, zero outside of it. */
    void window(byte[] pixels, int offset, int top, int left, boolean mirror, float[] out, int outOffset) {
        int height = shape.height();
        int width = shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int sourceY = y + top;
                int target = outOffset + (c * height + y) * width;
                if (sourceY >= 0 && sourceY < height) {
                    row(table[c], pixels, offset + (c * height + sourceY) * width, left, mirror, out, target);
                } else {
                    Arrays.fill(out, target, target + width, table[c][0]);
                }
            }
        }
    }

    /** One row: black where the window lies outside, in between one table entry for each pixel. */
    private void row(float[] values, byte[] pixels, int source, int left, boolean mirror, float[] out, int target) {
        int width = shape.width();
        int first = Math.min(width, Math.max(0, -left));
        int end = Math.max(first, Math.min(width, width - left));
        if (mirror) {
            Arrays.fill(out, target, target + width - end, values[0]);
            for (int x = first; x < end; x++) {
                out[target + width - 1 - x] = values[pixels[source + left + x] & 0xFF];
            }
            Arrays.fill(out, target + width - first, target + width, values[0]);
        } else {
            Arrays.fill(out, target, target + first, values[0]);
            for (int x = first; x < end; x++) {
                out[target + x] = values[pixels[source + left + x] & 0xFF];
            }
            Arrays.fill(out, target + end, target + width, values[0]);
        }
    }
}
