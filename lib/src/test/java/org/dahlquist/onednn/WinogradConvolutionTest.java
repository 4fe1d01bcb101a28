package org.dahlquist.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import org.dahlquist.onednn.WinogradConvolution.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Winograd's algorithm against the sums it stands for, in float64. */
class WinogradConvolutionTest {
    private static final int IMAGES = 3;
    private static final long SEED = 7;
    private static final float FACTOR = 0.75f;

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @CsvSource({"16, 32, 32", "16, 16, 16", "32, 16, 16", "16, 8, 32", "16, 12, 64", "48, 8, 8"})
    void convolutionIsTheSumOverTheWindow(int channels, int height, int width) {
        WinogradConvolution convolution = convolution(channels, height, width);
        Images source = new Images(channels, height, width).fill(random);
        FloatBuffer weights = weights(channels);
        Images result = new Images(channels, height, width);
        Filter filter = convolution.filter();
        convolution.prepare(weights, FACTOR, filter);
        convolution.convolve(filter, source.values, result.values, IMAGES);
        result.forEach((n, y, x, o) -> {
            double sum = 0;
            for (int k = 0; k < 9; k++) {
                for (int i = 0; i < channels; i++) {
                    sum += source.get(n, y + k / 3 - 1, x + k % 3 - 1, i) * weight(weights, channels, o, i, k);
                }
            }
            assertClose(channels, result.get(n, y, x, o), FACTOR * sum);
        });
    }

    @ParameterizedTest
    @CsvSource({"16, 32, 32", "32, 16, 16", "48, 8, 8"})
    void mirroredConvolutionIsTheInputGradient(int channels, int height, int width) {
        WinogradConvolution convolution = convolution(channels, height, width);
        Images gradient = new Images(channels, height, width).fill(random);
        FloatBuffer weights = weights(channels);
        Images result = new Images(channels, height, width);
        Filter filter = convolution.filter();
        convolution.prepareMirrored(weights, FACTOR, filter);
        convolution.convolve(filter, gradient.values, result.values, IMAGES);
        result.forEach((n, y, x, i) -> {
            double sum = 0;
            for (int k = 0; k < 9; k++) {
                for (int o = 0; o < channels; o++) {
                    sum += gradient.get(n, y - k / 3 + 1, x - k % 3 + 1, o) * weight(weights, channels, o, i, k);
                }
            }
            assertClose(channels, result.get(n, y, x, i), FACTOR * sum);
        });
    }

    @ParameterizedTest
    @CsvSource({"16, 32, 32", "32, 16, 16", "16, 12, 64", "48, 8, 8"})
    void weightGradientIsTheSumOverThePixels(int channels, int height, int width) {
        WinogradConvolution convolution = convolution(channels, height, width);
        Images source = new Images(channels, height, width).fill(random);
        Images gradient = new Images(channels, height, width).fill(random);
        FloatBuffer weights = weights(channels);
        convolution.weightGradient(source.values, gradient.values, IMAGES, FACTOR, weights);
        double[] sums = new double[weights.capacity()];
        gradient.forEach((n, y, x, o) -> {
            for (int k = 0; k < 9; k++) {
                for (int i = 0; i < channels; i++) {
                    sums[(o * channels + i) * 9 + k] +=
                            source.get(n, y + k / 3 - 1, x + k % 3 - 1, i) * gradient.get(n, y, x, o);
                }
            }
        });
        for (int at = 0; at < sums.length; at++) {
            assertThat((double) weights.get(at))
                    .as("weight %d, seed %d", at, SEED)
                    .isCloseTo(FACTOR * sums[at], org.assertj.core.data.Offset.offset(2e-6 * IMAGES * height * width));
        }
    }

    @Test
    void sizesThatDoNotDivideAreLeftToOthers() {
        assertThat(WinogradConvolution.of(16, 30, 30)).isEmpty();
        assertThat(WinogradConvolution.of(16, 32, 24)).isEmpty();
        assertThat(WinogradConvolution.of(24, 32, 32)).isEmpty();
    }

    private static WinogradConvolution convolution(int channels, int height, int width) {
        assumeTrue(
                WinogradConvolution.of(channels, height, width).isPresent(), "needs AVX-512 and jdk.incubator.vector");
        return WinogradConvolution.of(channels, height, width).get();
    }

    private FloatBuffer weights(int channels) {
        FloatBuffer weights = FloatBuffer.allocate(channels * channels * 9);
        for (int i = 0; i < weights.capacity(); i++) {
            weights.put(i, (float) random.nextGaussian());
        }
        return weights;
    }

    private static double weight(FloatBuffer weights, int channels, int out, int in, int k) {
        return weights.get((out * channels + in) * 9 + k);
    }

    /** Within rounding of sums of 9 · channels products of normal numbers, as Winograd's algorithm multiplies it. */
    private static void assertClose(int channels, double value, double expected) {
        if (Math.abs(value - expected) > 2e-5 * Math.sqrt(9 * channels)) {
            assertThat(value).as("seed %d", SEED).isEqualTo(expected);
        }
    }

    private interface Visitor {
        void visit(int n, int y, int x, int channel);
    }

    /** Images in native memory, 0 outside. */
    private static final class Images {
        private final int channels;
        private final int height;
        private final int width;
        private final FloatBuffer values;

        Images(int channels, int height, int width) {
            this.channels = channels;
            this.height = height;
            this.width = width;
            values = ByteBuffer.allocateDirect(IMAGES * height * width * channels * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }

        Images fill(Random random) {
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, (float) random.nextGaussian());
            }
            return this;
        }

        double get(int n, int y, int x, int channel) {
            return y < 0 || x < 0 || y >= height || x >= width
                    ? 0
                    : values.get((((n * channels + channel) / 16 * height + y) * width + x) * 16 + channel % 16);
        }

        void forEach(Visitor visitor) {
            for (int n = 0; n < IMAGES; n++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        for (int channel = 0; channel < channels; channel++) {
                            visitor.visit(n, y, x, channel);
                        }
                    }
                }
            }
        }
    }
}
