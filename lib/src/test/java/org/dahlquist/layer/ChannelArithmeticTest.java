package org.dahlquist.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The float32 loops against ND4J's operations in float64, on random shapes. */
class ChannelArithmeticTest {
    private final ChannelArithmetic loops = new FloatChannelArithmetic();
    private final ChannelArithmetic reference = new ArrayChannelArithmetic();

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void loopsEqualTheReference(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int channels = random.nextInt(1, 9);
        long[] shape = {random.nextInt(1, 6), channels, random.nextInt(1, 12), random.nextInt(1, 12)};
        INDArray x = images(random, shape);
        INDArray dy = images(random, shape);
        double[] scale = values(random, channels);
        double[] shift = values(random, channels);
        double[] c = values(random, channels);
        ChannelArithmetic.Mask mask = new ChannelArithmetic.Mask(scale, shift, random.nextBoolean());

        assertMoments(x);
        INDArray found = Nd4j.create(DataType.FLOAT, shape);
        INDArray expected = Nd4j.create(DataType.DOUBLE, shape);
        loops.affine(x, scale, shift, mask.rectified(), found);
        reference.affine(wide(x), scale, shift, mask.rectified(), expected);
        assertClose(found, expected, 1e-5);
        loops.inputGradient(x, dy, mask, scale, shift, c, found);
        reference.inputGradient(wide(x), wide(dy), mask, scale, shift, c, expected);
        assertClose(found, expected, 1e-5);
        ChannelArithmetic.Sums sums = loops.gradientSums(x, dy, mask, c);
        ChannelArithmetic.Sums wide = reference.gradientSums(wide(x), wide(dy), mask, c);
        assertThat(sums.gradient()).containsExactly(wide.gradient(), within(1e-3));
        assertThat(sums.product()).containsExactly(wide.product(), within(1e-3));
    }

    @Test
    void varianceSurvivesALargeMean() {
        INDArray x = images(new SplittableRandom(1), new long[] {8, 2, 9, 9}).addi(1000);

        assertMoments(x);
    }

    @Test
    void inputsInAnyLayoutAreRead() {
        INDArray x = images(new SplittableRandom(2), new long[] {3, 4, 5, 6});
        INDArray columns = x.dup('f');

        assertThat(loops.moments(columns).mean())
                .containsExactly(loops.moments(x).mean(), within(1e-12));
    }

    private void assertMoments(INDArray x) {
        ChannelArithmetic.Moments found = loops.moments(x);
        ChannelArithmetic.Moments expected = reference.moments(wide(x));
        assertThat(found.mean()).containsExactly(expected.mean(), within(1e-4));
        assertThat(found.variance()).containsExactly(expected.variance(), within(1e-4));
    }

    private static void assertClose(INDArray found, INDArray expected, double tolerance) {
        assertThat(found.castTo(DataType.DOUBLE).sub(expected).amaxNumber().doubleValue())
                .isLessThan(tolerance);
    }

    private static INDArray wide(INDArray x) {
        return x.castTo(DataType.DOUBLE);
    }

    private static INDArray images(SplittableRandom random, long[] shape) {
        INDArray images = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < images.length(); i++) {
            images.putScalar(i, random.nextGaussian());
        }
        return images;
    }

    private static double[] values(SplittableRandom random, int count) {
        return random.doubles(count, -1, 1).toArray();
    }
}
