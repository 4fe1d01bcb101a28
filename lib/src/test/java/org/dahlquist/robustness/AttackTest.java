package org.dahlquist.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks on linear classifiers, where the best perturbation is known. */
class AttackTest {
    private static final int SIZE = 12;
    private static final double RADIUS = 8 / 255.0;
    private static final long[] IDS = {3, 4, 5, 6};

    private final LinearClassifier twoClasses = classifier(2, 1);
    private final float[] images = images(2);

    @Test
    void crossEntropyGradientIsProbabilityMinusLabel() {
        float[] logits = {0, (float) Math.log(3), -500, 500};

        assertThat(CrossEntropy.gradient(logits, new int[] {0, 1})).containsExactly(-.75f, .75f, 0, 0);
    }

    @Test
    void fgsmMovesEveryPixelAgainstTheMarginOfALinearClassifier() {
        int[] labels = {0, 1, 0, 1};

        float[] moved = SignGradientAttack.fgsm(RADIUS).perturb(twoClasses, images, labels, IDS);

        for (int i = 0; i < images.length; i++) {
            int label = labels[i / SIZE];
            double margin =
                    twoClasses.weights()[1 - label][i % SIZE] - twoClasses.weights()[label][i % SIZE];
            double best = Math.min(Math.max(images[i] + RADIUS * Math.signum(margin), 0), 1);
            assertThat((double) moved[i]).isCloseTo(best, within(1e-6));
        }
    }

    @Test
    void stepsThatReachTheEdgeFindTheSameAsFgsmOnALinearClassifier() {
        int[] labels = {0, 1, 0, 1};
        float[] best = SignGradientAttack.fgsm(RADIUS).perturb(twoClasses, images, labels, IDS);

        float[] ifgsm = SignGradientAttack.ifgsm(RADIUS, RADIUS / 4, 5).perturb(twoClasses, images, labels, IDS);
        float[] pgd = SignGradientAttack.pgd(RADIUS, RADIUS / 4, 9, 1).perturb(twoClasses, images, labels, IDS);

        assertThat(ifgsm).containsExactly(best, within(1e-6f));
        assertThat(pgd).containsExactly(best, within(1e-6f));
    }

    static Stream<SignGradientAttack> signGradientAttacks() {
        return Stream.of(
                SignGradientAttack.fgsm(RADIUS),
                SignGradientAttack.ifgsm(RADIUS, RADIUS / 3, 7),
                SignGradientAttack.pgd(RADIUS, RADIUS / 3, 7, 1),
                SignGradientAttack.pgd(0.6, 0.5, 2, 1));
    }

    @ParameterizedTest
    @MethodSource("signGradientAttacks")
    void perturbationsStayInTheBallAndInTheRangeOfPixels(SignGradientAttack attack) {
        float[] moved = attack.perturb(classifier(5, 3), images, new int[] {0, 1, 2, 3}, IDS);

        assertThat(moved).isNotEqualTo(images);
        for (int i = 0; i < images.length; i++) {
            assertThat(moved[i]).isBetween(0f, 1f);
            assertThat((double) Math.abs(moved[i] - images[i])).isLessThan(attack.radius() + 1e-7);
        }
    }

    @Test
    void aRandomStartDependsOnSeedRadiusAndSampleIdAlone() {
        LinearClassifier flat = new LinearClassifier(new double[2][SIZE], new double[2]);
        SignGradientAttack attack = SignGradientAttack.pgd(RADIUS, RADIUS, 1, 1);
        int[] labels = {0, 0, 0, 0};
        float[] together = attack.perturb(flat, images, labels, IDS);

        float[] alone = attack.perturb(flat, row(images, 2), new int[1], new long[] {IDS[2]});

        assertThat(alone).isEqualTo(row(together, 2)).isNotEqualTo(row(images, 2));
        assertThat(attack.perturb(flat, row(images, 2), new int[1], new long[] {99}))
                .isNotEqualTo(alone);
        assertThat(SignGradientAttack.pgd(RADIUS, RADIUS, 1, 2)
                        .perturb(flat, row(images, 2), new int[1], new long[] {IDS[2]}))
                .isNotEqualTo(alone);
    }

    @Test
    void radiusZeroLeavesTheImages() {
        assertThat(SignGradientAttack.pgd(0, 0, 3, 1).perturb(twoClasses, images, new int[4], IDS))
                .isEqualTo(images)
                .isNotSameAs(images);
    }

    @ParameterizedTest
    @CsvSource({"2, 1.02", "5, 1.1"})
    void carliniAndWagnerGoJustBeyondTheDecisionBoundary(int classes, double atMost) {
        LinearClassifier classifier = classifier(classes, 4);
        int[] labels = predicted(classifier, images);

        float[] moved = new CarliniWagner(9, 300, 0.01, 0.1).perturb(classifier, images, labels, IDS);

        int[] found = predicted(classifier, moved);
        for (int row = 0; row < labels.length; row++) {
            double distance = classifier.distanceToBoundary(row(images, row), labels[row]);
            assertThat(found[row]).isNotEqualTo(labels[row]);
            assertThat(norm(row(moved, row), row(images, row)))
                    .as("row %d of %d classes", row, classes)
                    .isBetween(distance * (1 - 1e-4), distance * atMost + 1e-3);
        }
        for (float pixel : moved) {
            assertThat(pixel).isBetween(0f, 1f);
        }
    }

    @Test
    void carliniAndWagnerLeaveWhatIsWrongAlreadyAndWhatCannotBeFooled() {
        int[] wrong =
                Arrays.stream(predicted(twoClasses, images)).map(c -> 1 - c).toArray();
        LinearClassifier certain = new LinearClassifier(new double[2][SIZE], new double[] {1, 0});
        CarliniWagner attack = new CarliniWagner(3, 20, 0.01, 0.1);

        assertThat(attack.perturb(twoClasses, images, wrong, IDS)).isEqualTo(images);
        assertThat(attack.perturb(certain, images, new int[4], IDS)).isEqualTo(images);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> SignGradientAttack.fgsm(-1))
                .hasMessageStartingWith("CONFIG")
                .hasMessageContaining("radius -1.0");
        assertThatThrownBy(() -> new CarliniWagner(0, 1, 1, 1)).hasMessageContaining("searches and iterations >= 1");
    }

    /** Weights of N(0, 1), and a bias that makes all classes equal on middle grey. */
    private static LinearClassifier classifier(int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] weights = new double[classes][SIZE];
        double[] bias = new double[classes];
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < SIZE; j++) {
                weights[c][j] = random.nextGaussian();
                bias[c] -= 0.5 * weights[c][j];
            }
        }
        return new LinearClassifier(weights, bias);
    }

    private static float[] images(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] images = new float[IDS.length * SIZE];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextDouble(0.2, 0.8);
        }
        images[0] = 0;
        images[1] = 1;
        return images;
    }

    private static int[] predicted(LinearClassifier classifier, float[] images) {
        float[] logits = classifier.logits(images);
        int classes = classifier.bias().length;
        int[] predicted = new int[logits.length / classes];
        for (int row = 0; row < predicted.length; row++) {
            predicted[row] = CrossEntropy.largest(logits, row * classes, classes);
        }
        return predicted;
    }

    private static float[] row(float[] images, int row) {
        return Arrays.copyOfRange(images, row * SIZE, (row + 1) * SIZE);
    }

    private static double norm(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (double) (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }
}
