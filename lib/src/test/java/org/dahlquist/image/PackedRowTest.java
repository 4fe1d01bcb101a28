package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The fixed-point arithmetic of resampling against the filter's formula in double precision. */
class PackedRowTest {
    private static final int CASES = 200;
    private static final int LONGEST = 90;

    @Test
    void errsLittleMoreThanRoundingDoes() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Resampler resampler = new Resampler();
        double squares = 0;
        long values = 0;
        for (int i = 0; i < CASES; i++) {
            RgbImage image = noise(random, 1 + random.nextInt(LONGEST), 1 + random.nextInt(LONGEST));
            int width = 1 + random.nextInt(LONGEST);
            int height = 1 + random.nextInt(LONGEST);
            RgbImage scaled = resampler.resize(image, width, height);
            double[] exact = exact(image, width, height);
            for (int j = 0; j < exact.length; j++) {
                double error = exact[j] - Byte.toUnsignedInt(scaled.pixels()[j]);
                squares += error * error;
            }
            values += exact.length;
        }
        double rounding = Math.sqrt(1 / 12.0);
        assertThat(Math.sqrt(squares / values)).as("seed %d", seed).isBetween(0.9 * rounding, 1.1 * rounding);
    }

    @Test
    void aWhiteImageStaysWhiteAtAnySize() {
        Resampler resampler = new Resampler();
        for (int side = 1; side <= 200; side++) {
            byte[] white = new byte[RgbImage.CHANNELS * 61 * 47];
            Arrays.fill(white, (byte) 255);
            assertThat(resampler.resize(new RgbImage(61, 47, white), side, side).pixels())
                    .as("side %d", side)
                    .containsOnly((byte) 255);
        }
    }

    @Test
    void weightsOfAnOutputAddUpToOne() {
        for (int outputs = 1; outputs <= 300; outputs++) {
            FilterTaps taps = FilterTaps.of(SampledAxis.whole(117, outputs), 117, PackedRow.BITS);
            for (int i = 0; i < outputs; i++) {
                int[] weights = Arrays.copyOfRange(taps.weights(), i * taps.taps(), (i + 1) * taps.taps());
                assertThat(Arrays.stream(weights).sum())
                        .as("output %d of %d", i, outputs)
                        .isEqualTo(1 << PackedRow.BITS);
                assertThat(Arrays.stream(weights).min().orElseThrow())
                        .as("output %d of %d", i, outputs)
                        .isNotNegative();
                assertThat(taps.first()[i]).isBetween(0, 117 - taps.taps());
            }
        }
    }

    private static RgbImage noise(SplittableRandom random, int width, int height) {
        byte[] pixels = new byte[RgbImage.CHANNELS * width * height];
        random.nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    private static double[] exact(RgbImage image, int width, int height) {
        double[] across = new double[RgbImage.CHANNELS * width * image.height()];
        for (int y = 0; y < image.height(); y++) {
            for (int i = 0; i < width; i++) {
                double[] weights = weights(image.width(), width, i);
                for (int c = 0; c < RgbImage.CHANNELS; c++) {
                    double sum = 0;
                    for (int x = 0; x < weights.length; x++) {
                        int value = image.pixels()[RgbImage.CHANNELS * (y * image.width() + x) + c] & 0xFF;
                        sum += weights[x] * value;
                    }
                    across[RgbImage.CHANNELS * (y * width + i) + c] = sum;
                }
            }
        }
        int row = RgbImage.CHANNELS * width;
        double[] exact = new double[row * height];
        for (int i = 0; i < height; i++) {
            double[] weights = weights(image.height(), height, i);
            for (int y = 0; y < weights.length; y++) {
                for (int x = 0; x < row; x++) {
                    exact[i * row + x] += weights[y] * across[y * row + x];
                }
            }
        }
        return exact;
    }

    /** Weights of all inputs for one output. */
    private static double[] weights(int inputs, int outputs, int output) {
        double scale = (double) inputs / outputs;
        double centre = (output + 0.5) * scale;
        double[] weights = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            weights[i] = Math.max(0, 1 - Math.abs(i + 0.5 - centre) / Math.max(1, scale));
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
