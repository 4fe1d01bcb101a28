package org.dahlquist.image;

import java.util.Arrays;
import org.dahlquist.dataset.ImageShape;

/**
 * Resamples and normalises a window of a picture in one go: bytes in, network input out.
 *
 * <p>Rows are resampled across as they are needed, each once, and kept while output rows below still need them; their
 * weighted sum goes straight into the output. Time: O(window · W/w + H·W) taps, memory: a few rows. Immutable.
 */
final class Resampling {
    private final ImageShape shape;
    /** Output value = factor · byte + shift, per channel. */
    private final float[] factor;

    private final float[] shift;

    /**
     * A resampling to one shape.
     *
     * @param mean mean per channel, in [0, 1]
     * @param std standard deviation per channel, in [0, 1]; 0 (a constant channel) divides by 1 instead
     */
    Resampling(ImageShape shape, double[] mean, double[] std) {
        this.shape = shape;
        this.factor = new float[shape.channels()];
        this.shift = new float[shape.channels()];
        for (int c = 0; c < factor.length; c++) {
            double divisor = std[c] > 0 ? std[c] : 1;
            factor[c] = (float) (1 / (255 * divisor));
            shift[c] = (float) (-mean[c] / divisor);
        }
    }

    ImageShape shape() {
        return shape;
    }

    /** Resamples along both axes into C·H·W floats at {@code outOffset}. */
    void run(PixelGrid picture, SampledAxis across, SampledAxis down, float[] out, int outOffset) {
        int rowSize = shape.channels() * shape.width();
        float[] rows = new float[down.mostTaps() * rowSize];
        int done = Integer.MIN_VALUE;
        for (int y = 0; y < shape.height(); y++) {
            int from = down.first()[y];
            int end = from + down.taps()[y];
            for (int row = Math.max(from, done); row < end; row++) {
                across(picture, row, across, rows, row % down.mostTaps() * rowSize);
            }
            done = end;
            for (int c = 0; c < shape.channels(); c++) {
                int target = outOffset + (c * shape.height() + y) * shape.width();
                Arrays.fill(out, target, target + shape.width(), shift[c]);
                for (int tap = 0; tap < down.taps()[y]; tap++) {
                    float weight = factor[c] * down.weights()[y * down.mostTaps() + tap];
                    int source = (from + tap) % down.mostTaps() * rowSize + c * shape.width();
                    add(weight, rows, source, out, target, shape.width());
                }
            }
        }
    }

    private static void add(float weight, float[] values, int from, float[] out, int target, int count) {
        for (int x = 0; x < count; x++) {
            out[target + x] += weight * values[from + x];
        }
    }

    /** One row of the picture at the output's width, in planes. */
    private static void across(PixelGrid picture, int row, SampledAxis axis, float[] rows, int target) {
        byte[] bytes = picture.bytes();
        int[] first = axis.first();
        int[] taps = axis.taps();
        float[] weights = axis.weights();
        int step = picture.pixelStride();
        for (int c = 0; c < picture.channels(); c++) {
            int start = picture.offset() + c * picture.channelStride() + row * picture.rowStride();
            int plane = target + c * first.length;
            for (int x = 0; x < first.length; x++) {
                int source = start + first[x] * step;
                int weight = x * axis.mostTaps();
                float sum = 0;
                for (int tap = 0; tap < taps[x]; tap++) {
                    sum += weights[weight + tap] * (bytes[source + tap * step] & 0xFF);
                }
                rows[plane + x] = sum;
            }
        }
    }
}
