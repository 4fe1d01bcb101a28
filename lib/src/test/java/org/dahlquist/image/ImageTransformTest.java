package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.StoredImage;
import org.junit.jupiter.api.Test;

class ImageTransformTest {
    private static final ImageShape SHAPE = new ImageShape(2, 4, 5);
    private static final double[] MEAN = {0.25, 0.5};
    private static final double[] STD = {0.5, 0.2};

    private final byte[] image = image(1);

    @Test
    void pixelsAreScaledThenNormalisedByChannel() {
        float[] out = new float[SHAPE.size()];
        new ImageTransform(SHAPE, MEAN, STD, 0, false).normalised(StoredImage.of(0, 0, image), out, 0);
        for (int i = 0; i < out.length; i++) {
            int channel = i / 20;
            double expected = ((image[i] & 0xFF) / 255.0 - MEAN[channel]) / STD[channel];
            assertThat((double) out[i]).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void flippingTwiceIsTheIdentity() {
        ImageTransform transform = new ImageTransform(SHAPE, new double[2], new double[] {1, 1}, 0, true);
        float[] once = new float[SHAPE.size()];
        transform.window(image, 0, 0, 0, true, once, 0);
        byte[] flipped = new byte[image.length];
        for (int i = 0; i < flipped.length; i++) {
            flipped[i] = (byte) Math.round(once[i] * 255);
        }
        float[] twice = new float[SHAPE.size()];
        transform.window(flipped, 0, 0, 0, true, twice, 0);
        float[] plain = new float[SHAPE.size()];
        transform.normalised(StoredImage.of(0, 0, image), plain, 0);
        assertThat(flipped).isNotEqualTo(image);
        assertThat(twice).isEqualTo(plain);
    }

    @Test
    void aCropIsAWindowOfTheImageInABlackFrame() {
        int padding = 2;
        ImageTransform transform = new ImageTransform(SHAPE, new double[2], new double[] {1, 1}, padding, true);
        for (long seed = 0; seed < 200; seed++) {
            float[] out = new float[SHAPE.size()];
            transform.augmented(StoredImage.of(0, 0, image), seed, out, 0);
            boolean found = false;
            for (int top = -padding; top <= padding && !found; top++) {
                for (int left = -padding; left <= padding && !found; left++) {
                    found = isWindow(out, top, left, false) || isWindow(out, top, left, true);
                }
            }
            assertThat(found).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void theSeedDecidesTheCrop() {
        ImageTransform transform = new ImageTransform(SHAPE, MEAN, STD, 2, true);
        float[] a = new float[SHAPE.size()];
        float[] b = new float[SHAPE.size()];
        transform.augmented(StoredImage.of(0, 0, image), 17, a, 0);
        transform.augmented(StoredImage.of(0, 0, image), 17, b, 0);
        assertThat(a).isEqualTo(b);
    }

    @Test
    void channelSumsAreExactHoweverTheyAreMerged() {
        ChannelSums all = ChannelSums.empty(SHAPE);
        ChannelSums first = ChannelSums.empty(SHAPE);
        ChannelSums second = ChannelSums.empty(SHAPE);
        double[] sum = new double[2];
        double[] squares = new double[2];
        for (int n = 0; n < 30; n++) {
            byte[] next = image(n);
            all.add(next);
            (n % 3 == 0 ? first : second).add(next);
            for (int i = 0; i < next.length; i++) {
                double value = (next[i] & 0xFF) / 255.0;
                sum[i / 20] += value;
                squares[i / 20] += value * value;
            }
        }
        ChannelSums merged = second.plus(first);
        assertThat(merged.mean()).isEqualTo(all.mean());
        assertThat(merged.standardDeviation()).isEqualTo(all.standardDeviation());
        for (int channel = 0; channel < 2; channel++) {
            double mean = sum[channel] / 600;
            assertThat(all.mean()[channel]).isCloseTo(mean, within(1e-12));
            assertThat(all.standardDeviation()[channel])
                    .isCloseTo(Math.sqrt(squares[channel] / 600 - mean * mean), within(1e-12));
        }
    }

    @Test
    void channelSumsOfPackedAndOfInterleavedPixelsAreTheSame() {
        RgbImage image = TestImages.waves(37, 23, 5);
        int[] packed = new int[37 * 23 + 10];
        for (int i = 0; i < 37 * 23; i++) {
            packed[i] = 0xAB000000
                    | (image.pixels()[3 * i + 2] & 0xFF) << 16
                    | (image.pixels()[3 * i + 1] & 0xFF) << 8
                    | image.pixels()[3 * i] & 0xFF;
        }
        ChannelSums interleaved = ChannelSums.empty(new ImageShape(3, 23, 37));
        interleaved.addInterleaved(image.pixels());
        ChannelSums sums = ChannelSums.empty(new ImageShape(3, 23, 37));
        sums.addPacked(packed, 37, 23);
        assertThat(sums.sums()).isEqualTo(interleaved.sums());
        assertThat(sums.squares()).isEqualTo(interleaved.squares());
        assertThat(sums.pixels()).isEqualTo(37 * 23);
    }

    @Test
    void channelSumsOfAVeryLongWhiteImageDoNotOverflow() {
        int rows = 100_000;
        int[] white = new int[rows];
        Arrays.fill(white, -1);
        ChannelSums sums = ChannelSums.empty(new ImageShape(3, rows, 1));
        sums.addPacked(white, 1, rows);
        assertThat(sums.squares()).containsOnly(255L * 255 * rows);
        assertThat(sums.sums()).containsOnly(255L * rows);
    }

    private boolean isWindow(float[] out, int top, int left, boolean mirror) {
        for (int i = 0; i < out.length; i++) {
            int channel = i / 20;
            int y = i / 5 % 4 + top;
            int x = (mirror ? 4 - i % 5 : i % 5) + left;
            boolean inside = y >= 0 && y < 4 && x >= 0 && x < 5;
            float expected = inside ? (float) ((image[channel * 20 + y * 5 + x] & 0xFF) / 255.0) : 0;
            if (out[i] != expected) {
                return false;
            }
        }
        return true;
    }

    private static byte[] image(long seed) {
        byte[] image = new byte[SHAPE.size()];
        new SplittableRandom(seed).nextBytes(image);
        return image;
    }
}
