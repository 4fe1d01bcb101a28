package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlaneResamplerTest {
    static Stream<PlaneResampler> resamplers() {
        return Stream.of(new ScalarPlaneResampler(), PlaneResampler.fastest());
    }

    @Test
    void theFastestUsesSimdWhereJavaHasTheModule() {
        assertThat(PlaneResampler.fastest().getClass().getSimpleName()).isEqualTo("VectorPlaneResampler");
    }

    @Test
    void simdMakesTheSameBytesAtAnySize() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        PlaneResampler scalar = new ScalarPlaneResampler();
        PlaneResampler simd = PlaneResampler.fastest();
        for (int round = 0; round < 500; round++) {
            Plane plane = noise(random, 1 + random.nextInt(500), 1 + random.nextInt(150));
            SampledAxis across = SampledAxis.whole(plane.width(), 2 + 2 * random.nextInt(200));
            SampledAxis down = SampledAxis.whole(plane.height(), 2 + 2 * random.nextInt(60));
            if (round % 2 == 1) {
                across = across.halved();
                down = down.halved();
            }
            assertThat(scaled(simd, plane, down, across))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(scaled(scalar, plane, down, across));
        }
    }

    @Test
    void simdLeavesTapsThatNoRegisterHoldsToTheOther() {
        Plane plane = noise(new SplittableRandom(5), 900, 40);
        SampledAxis across = SampledAxis.whole(plane.width(), 4);
        SampledAxis down = SampledAxis.whole(plane.height(), 4);
        assertThat(scaled(PlaneResampler.fastest(), plane, down, across))
                .isEqualTo(scaled(new ScalarPlaneResampler(), plane, down, across));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resamplers")
    void errsLittleMoreThanRoundingDoes(PlaneResampler resampler) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        double squares = 0;
        long values = 0;
        for (int round = 0; round < 200; round++) {
            int width = 1 + random.nextInt(90);
            int height = 1 + random.nextInt(90);
            Plane plane = plane(TestImages.waves(width, height, seed + round), width, height);
            SampledAxis across = SampledAxis.whole(width, 1 + random.nextInt(90));
            SampledAxis down = SampledAxis.whole(height, 1 + random.nextInt(90));
            byte[] scaled = scaled(resampler, plane, down, across);
            for (int i = 0; i < across.outputs() * down.outputs(); i++) {
                double exact = exact(plane, across, i % across.outputs(), down, i / across.outputs());
                double error = exact - Byte.toUnsignedInt(scaled[i]);
                squares += error * error;
                values++;
            }
        }
        double rounding = Math.sqrt(1 / 12.0);
        assertThat(Math.sqrt(squares / values)).as("seed %d", seed).isBetween(0.9 * rounding, 1.1 * rounding);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resamplers")
    void aWhitePlaneStaysWhiteAtAnySize(PlaneResampler resampler) {
        int[] words = new int[16 * 47];
        Arrays.fill(words, -1);
        Plane white = new Plane(61, 47, 16, IntBuffer.wrap(words));
        for (int side = 1; side <= 200; side++) {
            assertThat(scaled(resampler, white, SampledAxis.whole(47, side), SampledAxis.whole(61, side)))
                    .as("side %d", side)
                    .containsOnly((byte) 255);
        }
    }

    /** Rows of the scaled plane without what fills them up. */
    private static byte[] scaled(PlaneResampler resampler, Plane plane, SampledAxis down, SampledAxis across) {
        int rowBytes = (across.outputs() + 3) / 4 * 4;
        byte[] out = new byte[PlaneResampler.room(down.outputs(), rowBytes)];
        resampler.resample(plane, down, across, out, rowBytes);
        byte[] bytes = new byte[across.outputs() * down.outputs()];
        for (int y = 0; y < down.outputs(); y++) {
            System.arraycopy(out, y * rowBytes, bytes, y * across.outputs(), across.outputs());
        }
        return bytes;
    }

    /** Any bytes, between rows too, in native memory as a decoder leaves them. */
    private static Plane noise(SplittableRandom random, int width, int height) {
        int rowWords = (width + 3) / 4 + random.nextInt(3);
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * rowWords * height).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            bytes.putInt(random.nextInt());
        }
        return new Plane(width, height, rowWords, bytes.clear().asIntBuffer());
    }

    /** The green channel. */
    private static Plane plane(RgbImage image, int width, int height) {
        int rowWords = (width + 3) / 4;
        int[] words = new int[rowWords * height];
        for (int i = 0; i < width * height; i++) {
            words[i / width * rowWords + i % width / 4] |= (image.pixels()[3 * i + 1] & 0xFF) << 8 * (i % width % 4);
        }
        return new Plane(width, height, rowWords, IntBuffer.wrap(words));
    }

    private static double exact(Plane plane, SampledAxis across, int x, SampledAxis down, int y) {
        double sum = 0;
        for (int j = 0; j < down.taps()[y]; j++) {
            for (int i = 0; i < across.taps()[x]; i++) {
                int column = across.first()[x] + i;
                int word = plane.words().get((down.first()[y] + j) * plane.rowWords() + column / 4);
                sum += (double) down.weights()[y * down.mostTaps() + j]
                        * across.weights()[x * across.mostTaps() + i]
                        * (word >>> 8 * (column % 4) & 0xFF);
            }
        }
        return sum;
    }
}
