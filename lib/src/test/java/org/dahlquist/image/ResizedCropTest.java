package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.StoredImage;
import org.junit.jupiter.api.Test;

class ResizedCropTest {
    private static final double[] MEAN = {0.25, 0.5, 0.4};
    private static final double[] STD = {0.5, 0.2, 0.3};
    private static final RandomResizedCrop PAPER = new RandomResizedCrop(0.1, 1, 0.8, 1.25);
    private static final double CENTRE = 0.875;

    @Test
    void aTrainingCropIsTheReferencesResizeOfTheDrawnRectangle() throws BadImageException {
        SplittableRandom random = new SplittableRandom(4);
        for (int trial = 0; trial < 60; trial++) {
            ImageShape stored = new ImageShape(3, random.nextInt(5, 70), random.nextInt(5, 70));
            ImageShape shape = new ImageShape(3, random.nextInt(3, 40), random.nextInt(3, 40));
            byte[] image = image(stored, trial);
            float[] out = new float[shape.size()];

            transform(stored, shape).augmented(StoredImage.of(0, 0, image), trial, out, 0);

            SplittableRandom draws = new SplittableRandom(trial);
            CropBox box = PAPER.draw(stored.width(), stored.height(), draws);
            boolean mirror = draws.nextBoolean();
            for (int i = 0; i < out.length; i++) {
                int c = i / (shape.height() * shape.width());
                int y = i / shape.width() % shape.height();
                int x = mirror ? shape.width() - 1 - i % shape.width() : i % shape.width();
                double expected = reference(image, stored, box, c, y, x, shape);
                assertThat((double) out[i])
                        .as("trial %d, value %d", trial, i)
                        .isCloseTo((expected / 255 - MEAN[c]) / STD[c], within(1e-5));
            }
        }
    }

    @Test
    void evaluationTakesTheCentreOfTheResizedImage() throws BadImageException {
        ImageShape stored = new ImageShape(3, 32, 45);
        ImageShape shape = new ImageShape(3, 14, 14);
        byte[] image = image(stored, 1);
        float[] out = new float[shape.size()];

        transform(stored, shape).normalised(StoredImage.of(0, 0, image), out, 0);

        // The shorter side becomes 14 / 0.875 = 16, the other 45 / 2 = 22 (cut off), and (22 - 14) / 2 = 4 are left
        // out.
        ImageShape resized = new ImageShape(3, 16, 22);
        CropBox whole = new CropBox(0, 0, 32, 45);
        for (int i = 0; i < out.length; i++) {
            int c = i / 196;
            double expected = reference(image, stored, whole, c, i / 14 % 14 + 1, i % 14 + 4, resized);
            assertThat((double) out[i]).isCloseTo((expected / 255 - MEAN[c]) / STD[c], within(1e-5));
        }
    }

    @Test
    void anImageWhoseShorterSideFitsIsCutAndNotResampled() throws BadImageException {
        ImageShape stored = new ImageShape(3, 16, 20);
        byte[] image = image(stored, 2);
        ImageShape shape = new ImageShape(3, 14, 14);
        float[] out = new float[shape.size()];

        transform(stored, shape).normalised(StoredImage.of(0, 0, image), out, 0);

        for (int i = 0; i < out.length; i++) {
            int c = i / 196;
            int pixel = image[c * 320 + (i / 14 % 14 + 1) * 20 + i % 14 + 3] & 0xFF;
            assertThat((double) out[i]).isCloseTo((pixel / 255.0 - MEAN[c]) / STD[c], within(1e-5));
        }
    }

    @Test
    void anImageInTheMiddleOfAnArrayIsTheSameAsOneOfItsOwn() throws BadImageException {
        ImageShape stored = new ImageShape(3, 20, 20);
        ImageShape shape = new ImageShape(3, 8, 8);
        byte[] image = image(stored, 3);
        byte[] many = new byte[3 * image.length];
        System.arraycopy(image, 0, many, image.length, image.length);
        float[] alone = new float[shape.size()];
        float[] among = new float[3 * shape.size()];

        transform(stored, shape).augmented(StoredImage.of(0, 0, image), 7, alone, 0);
        transform(stored, shape)
                .augmented(new StoredImage(0, 0, many, image.length, image.length), 7, among, shape.size());

        for (int i = 0; i < alone.length; i++) {
            assertThat(among[shape.size() + i]).isEqualTo(alone[i]);
        }
        assertThat(among[0]).isZero();
        assertThat(among[among.length - 1]).isZero();
    }

    @Test
    void cropsStayWithinTheImageAndTheirRanges() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 4000; i++) {
            CropBox box = PAPER.draw(500, 375, random);
            assertThat(box.left()).isBetween(0, 500 - box.width());
            assertThat(box.top()).isBetween(0, 375 - box.height());
            assertThat((double) box.width() / box.height()).isBetween(0.78, 1.28);
        }
    }

    @Test
    void areasAreUniformWhereEveryRectangleFits() {
        RandomResizedCrop square = new RandomResizedCrop(0.1, 1, 1, 1);
        SplittableRandom random = new SplittableRandom(6);
        int[] tenths = new int[10];
        for (int i = 0; i < 9000; i++) {
            CropBox box = square.draw(1000, 1000, random);
            tenths[(int) Math.min(9, box.width() * box.height() / 1e5)]++;
        }
        assertThat(tenths[0]).as("below the smallest area, by rounding").isLessThan(20);
        assertThat(Arrays.copyOfRange(tenths, 1, 10)).satisfies(counts -> {
            for (int count : counts) {
                assertThat(count).isBetween(880, 1120);
            }
        });
    }

    @Test
    void whereNoRectangleFitsTheCentreIsTaken() {
        RandomResizedCrop square = new RandomResizedCrop(1, 1, 1, 1);
        assertThat(square.draw(100, 40, new SplittableRandom(1))).isEqualTo(new CropBox(0, 30, 40, 40));
        assertThat(square.draw(30, 80, new SplittableRandom(1))).isEqualTo(new CropBox(25, 0, 30, 30));
        RandomResizedCrop wide = new RandomResizedCrop(0.9, 1, 2, 4);
        assertThat(wide.draw(100, 100, new SplittableRandom(1))).isEqualTo(new CropBox(25, 0, 50, 100));
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new RandomResizedCrop(0, 1, 1, 1))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("[0.0, 1.0]");
        assertThatThrownBy(() -> new RandomResizedCrop(0.1, 1, 2, 1)).hasMessageContaining("[2.0, 1.0]");
    }

    private static ResizedCrop transform(ImageShape stored, ImageShape shape) {
        return new ResizedCrop(new RawPixels(stored), new Resampling(shape, MEAN, STD), PAPER, true, CENTRE);
    }

    /** One output value: every pixel of the rectangle times its weight, in float64. */
    private static double reference(
            byte[] image, ImageShape stored, CropBox box, int channel, int y, int x, ImageShape resized) {
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < box.height(); row++) {
            double vertical = triangle(row, y, (double) box.height() / resized.height());
            for (int column = 0; column < box.width(); column++) {
                double weight = vertical * triangle(column, x, (double) box.width() / resized.width());
                int at = (channel * stored.height() + box.top() + row) * stored.width() + box.left() + column;
                sum += weight * (image[at] & 0xFF);
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static double triangle(int pixel, int output, double scale) {
        double distance = Math.abs(pixel + 0.5 - (output + 0.5) * scale);
        return Math.max(0, 1 - distance / Math.max(1, scale));
    }

    private static byte[] image(ImageShape shape, long seed) {
        byte[] image = new byte[shape.size()];
        new SplittableRandom(seed).nextBytes(image);
        return image;
    }
}
