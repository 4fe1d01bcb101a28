package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
    @Test
    void countsAreThoseWorkedOutByHand() {
        Evaluation evaluation = new Evaluation(7);
        evaluation.add(0, new float[] {0.5f, 0.2f, 0.1f, 0.1f, 0.05f, 0.03f, 0.02f}); // rank 1
        evaluation.add(4, new float[] {0.5f, 0.2f, 0.1f, 0.1f, 0.05f, 0.03f, 0.02f}); // rank 5
        evaluation.add(5, new float[] {0.5f, 0.2f, 0.1f, 0.1f, 0.05f, 0.03f, 0.02f}); // rank 6

        assertThat(evaluation.samples()).isEqualTo(3);
        assertThat(evaluation.top1()).isEqualTo(1.0 / 3);
        assertThat(evaluation.top5()).isEqualTo(2.0 / 3);
        assertThat(evaluation.loss()).isCloseTo(-(Math.log(0.5) + Math.log(0.05) + Math.log(0.03)) / 3, within(1e-7));
        assertThat(evaluation.confusion()[4][0]).isEqualTo(1);
        assertThat(evaluation.top1(0)).isEqualTo(1);
        assertThat(evaluation.samples(6)).isZero();
    }

    @Test
    void ofEqualScoresTheLowerClassWins() {
        Evaluation evaluation = new Evaluation(2);
        evaluation.add(0, new float[] {0.5f, 0.5f});
        evaluation.add(1, new float[] {0.5f, 0.5f});

        assertThat(evaluation.top1()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mergedPartsEqualOnePass(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Evaluation whole = new Evaluation(10);
        Evaluation merged = new Evaluation(10);
        Evaluation part = new Evaluation(10);
        for (int sample = 0; sample < 500; sample++) {
            int label = random.nextInt(10);
            float[] scores = new float[10];
            for (int c = 0; c < 10; c++) {
                scores[c] = (float) random.nextDouble();
            }
            whole.add(label, scores);
            part.add(label, scores);
            if (random.nextInt(20) == 0) {
                merged.merge(part);
                part = new Evaluation(10);
            }
        }
        merged.merge(part);

        assertThat(merged.confusion()).as("seed %d", seed).isDeepEqualTo(whole.confusion());
        assertThat(merged.top1()).isEqualTo(whole.top1());
        assertThat(merged.top5()).isEqualTo(whole.top5());
        assertThat(merged.loss()).isCloseTo(whole.loss(), within(1e-12));
    }

    @Test
    void scoresOfAnotherDatasetAreRefused() {
        assertThatThrownBy(() -> new Evaluation(10).add(3, new float[100]))
                .hasMessageContaining("10 classes")
                .hasMessageContaining("100 scores");
    }
}
