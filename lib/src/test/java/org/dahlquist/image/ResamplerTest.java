package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dahlquist.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    private final Resampler resampler = new Resampler();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "imagenet-mini/train/n02219486/n02219486_21998_ant.JPEG",
                "imagenet-mini/train/n02672831/n02672831_20_accordion.JPEG",
                "imagenet-mini/train/n03908618/n03908618_1180_pencil_box.JPEG",
                "imagenet-mini/val/n04023962/n04023962_punching_bag.JPEG"
            })
    void scalesAsPillowDoes(String name) throws Exception {
        byte[] file = Files.readAllBytes(SharedData.require("data/" + name));
        PillowSamples pillow = PillowSamples.of(name, PillowSamples.all());
        for (String choice : Codecs.onThisMachine()) {
            try (ImageCodec codec = ImageCodec.open(choice)) {
                RgbImage image = codec.decoder().decode(file, DecodeOptions.fullSize(1_000_000));
                RgbImage scaled = resampler.shorterSide(image, 256);
                assertThat(List.of(scaled.width(), scaled.height())).containsExactly(pillow.width(), pillow.height());
                assertThat(pillow.meanDifference(scaled)).as(choice).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void staysWithinOneLevelOfTheExactFilter() {
        SplittableRandom sizes = new SplittableRandom(71);
        for (int round = 0; round < 40; round++) {
            int width = sizes.nextInt(1, 90);
            int height = sizes.nextInt(1, 90);
            RgbImage image = TestImages.waves(width, height, round);
            int outWidth = sizes.nextInt(1, 90);
            int outHeight = sizes.nextInt(1, 90);
            RgbImage scaled = resampler.resize(image, outWidth, outHeight);
            for (int point = 0; point < 20; point++) {
                int x = sizes.nextInt(outWidth);
                int y = sizes.nextInt(outHeight);
                int c = sizes.nextInt(3);
                assertThat((double) (scaled.pixels()[3 * (y * outWidth + x) + c] & 0xFF))
                        .as("round %d of seed 71, %d x %d to %d x %d", round, width, height, outWidth, outHeight)
                        .isCloseTo(exact(image, outWidth, outHeight, x, y, c), within(1.01));
            }
        }
    }

    /** The sum that defines the filter, in both directions at once. */
    private static double exact(RgbImage image, int width, int height, int x, int y, int channel) {
        double sum = 0;
        double weights = 0;
        for (int j = 0; j < image.height(); j++) {
            for (int i = 0; i < image.width(); i++) {
                double weight = weight(i, x, image.width(), width) * weight(j, y, image.height(), height);
                sum += weight * (image.pixels()[3 * (j * image.width() + i) + channel] & 0xFF);
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static double weight(int input, int output, int inputs, int outputs) {
        double scale = (double) inputs / outputs;
        return Math.max(0, 1 - Math.abs(input + 0.5 - (output + 0.5) * scale) / Math.max(1, scale));
    }

    @Test
    void keepsAConstantImage() {
        byte[] white = new byte[3 * 61 * 47];
        Arrays.fill(white, (byte) 255);
        assertThat(resampler.resize(new RgbImage(61, 47, white), 20, 90).pixels())
                .containsOnly((byte) 255);
    }

    @Test
    void shorterSideRoundsTheLongerOneDown() {
        RgbImage scaled = resampler.shorterSide(TestImages.waves(500, 333, 1), 256);
        assertThat(List.of(scaled.width(), scaled.height())).containsExactly(384, 256);
    }

    @Test
    void coversTheWholeShapeWhicheverSideDecides() {
        RgbImage wide = resampler.covering(TestImages.waves(50, 20, 1), 10, 10);
        RgbImage tall = resampler.covering(TestImages.waves(20, 50, 1), 16, 10);
        assertThat(List.of(wide.width(), wide.height(), tall.width(), tall.height()))
                .containsExactly(25, 10, 16, 40);
    }

    @Test
    void anImageOfTheRightSizeIsNotTouched() {
        RgbImage image = TestImages.waves(30, 20, 3);
        assertThat(resampler.resize(image, 30, 20)).isSameAs(image);
    }
}
