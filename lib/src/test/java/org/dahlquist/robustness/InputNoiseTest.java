package org.dahlquist.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.StoredImage;
import org.dahlquist.image.ImageTransform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputNoiseTest {
    private static final long SEED = 20;
    private static final ImageShape SHAPE = new ImageShape(3, 16, 16);
    /** CIFAR-100's: the dataset whose images the paper's code cuts without un-normalising. */
    private static final double[] MEAN = {.5071, .4867, .4408};

    private static final double[] STD = {.2675, .2565, .2761};
    private static final PixelScale SCALE = new PixelScale(SHAPE, MEAN, STD);

    private final byte[] bytes = bytes(2 * SHAPE.size());
    private final float[] clean = normalised(bytes);
    private final long[] ids = {7, 1_000_000_007L};

    @ParameterizedTest
    @EnumSource(InputNoise.Kind.class)
    void levelZeroChangesNoBit(InputNoise.Kind kind) {
        float[] images = clean.clone();

        double[] norms = new InputNoise(kind, 0).add(images, ids, SCALE, SEED);

        assertThat(images).isEqualTo(clean);
        assertThat(norms).containsExactly(0, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-.45, -.1, .2, .45, 2})
    void aConstantIsAddedToPixelsAndCutToTheirRange(double level) {
        float[] images = clean.clone();

        double[] norms = new InputNoise(InputNoise.Kind.CONST, level).add(images, ids, SCALE, SEED);

        double[] squares = new double[2];
        for (int i = 0; i < images.length; i++) {
            int channel = i / 256 % 3;
            double pixel = (bytes[i] & 0xFF) / 255.0;
            double expected = Math.min(Math.max(pixel + level, 0), 1);
            assertThat(images[i] * STD[channel] + MEAN[channel]).isCloseTo(expected, within(1e-6));
            squares[i / SHAPE.size()] += Math.pow(expected - pixel, 2);
        }
        assertThat(norms[0]).isCloseTo(Math.sqrt(squares[0]), within(1e-4));
        assertThat(norms[1]).isCloseTo(Math.sqrt(squares[1]), within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"RANDN, .04, 0, .04", "RAND, .1, .05, .0288675", "RAND, -.1, -.05, .0288675", "CONST, .2, .2, 0"})
    void noiseOnMiddleGreyHasTheMomentsOfItsDistribution(
            InputNoise.Kind kind, double level, double mean, double deviation) {
        long[] many = new SplittableRandom(3).longs(50).toArray();
        float[] images = SCALE.input(grey(many.length * SHAPE.size()));

        new InputNoise(kind, level).add(images, many, SCALE, SEED);

        float[] pixels = SCALE.pixels(images);
        double sum = 0;
        double squares = 0;
        for (float pixel : pixels) {
            sum += pixel - 0.5;
            squares += (pixel - 0.5 - mean) * (pixel - 0.5 - mean);
        }
        // 38,400 draws: five standard errors
        assertThat(sum / pixels.length).isCloseTo(mean, within(5 * deviation / 195 + 1e-6));
        assertThat(Math.sqrt(squares / pixels.length)).isCloseTo(deviation, within(5 * deviation / 195 + 1e-6));
    }

    @ParameterizedTest
    @EnumSource(InputNoise.Kind.class)
    void strongNoiseStaysInTheRangeOfPixels(InputNoise.Kind kind) {
        float[] images = clean.clone();

        new InputNoise(kind, 3).add(images, ids, SCALE, SEED);

        for (int i = 0; i < images.length; i++) {
            assertThat((double) images[i]).isBetween(SCALE.black(i / 256 % 3), SCALE.white(i / 256 % 3));
        }
    }

    @ParameterizedTest
    @EnumSource(value = InputNoise.Kind.class, names = "CONST", mode = EnumSource.Mode.EXCLUDE)
    void aSamplesNoiseDependsOnSeedKindLevelAndIdAlone(InputNoise.Kind kind) {
        InputNoise noise = new InputNoise(kind, .1);
        float[] together = clean.clone();
        noise.add(together, ids, SCALE, SEED);
        float[] second = Arrays.copyOfRange(clean, SHAPE.size(), clean.length);
        noise.add(second, new long[] {ids[1]}, SCALE, SEED);

        assertThat(second).isEqualTo(Arrays.copyOfRange(together, SHAPE.size(), together.length));
        assertThat(greyNoise(noise, 7, SEED)).isEqualTo(greyNoise(noise, 7, SEED));
        assertThat(greyNoise(noise, 7, SEED)).isNotEqualTo(greyNoise(noise, 8, SEED));
        assertThat(greyNoise(noise, 7, SEED)).isNotEqualTo(greyNoise(noise, 7, SEED + 1));
        float[] weak = greyNoise(noise, 7, SEED);
        float[] strong = greyNoise(new InputNoise(kind, .2), 7, SEED);
        assertThat((strong[0] - .5) / (weak[0] - .5))
                .as("not the same draw, doubled")
                .isNotCloseTo(2, within(.01));
    }

    @Test
    void aConstantChannelIsNotDividedByZero() {
        ImageShape shape = new ImageShape(1, 1, 2);
        PixelScale scale = new PixelScale(shape, new double[] {.5}, new double[] {0});
        float[] image = {0, 0};

        new InputNoise(InputNoise.Kind.CONST, .25).add(image, new long[] {1}, scale, SEED);

        assertThat(image).containsExactly(.25f, .25f);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new InputNoise(InputNoise.Kind.RAND, Double.NaN))
                .hasMessage("CONFIG: a noise level must be a finite number, but is NaN");
        assertThatThrownBy(() -> new InputNoise(InputNoise.Kind.RAND, 1).add(clean, new long[1], SCALE, SEED))
                .hasMessage("DATA: 1 images of 768 values need 768 values, but there are 1536");
        assertThatThrownBy(() -> new PixelScale(SHAPE, new double[1], STD))
                .hasMessageContaining("images of 3 channels need as many means and deviations, but there are 1 and 3");
    }

    private static float[] greyNoise(InputNoise noise, long id, long seed) {
        float[] image = SCALE.input(grey(SHAPE.size()));
        noise.add(image, new long[] {id}, SCALE, seed);
        return SCALE.pixels(image);
    }

    private static float[] grey(int values) {
        float[] grey = new float[values];
        Arrays.fill(grey, 0.5f);
        return grey;
    }

    private static float[] normalised(byte[] bytes) {
        ImageTransform transform = new ImageTransform(SHAPE, MEAN, STD, 0, false);
        float[] out = new float[bytes.length];
        for (int offset = 0; offset < bytes.length; offset += SHAPE.size()) {
            transform.normalised(new StoredImage(0, 0, bytes, offset, SHAPE.size()), out, offset);
        }
        return out;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(1).nextBytes(bytes);
        bytes[0] = 0;
        bytes[1] = (byte) 255;
        return bytes;
    }
}
