package org.dahlquist.cluster.sweep;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.dahlquist.cluster.evaluation.PartEvaluation;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.robustness.InputNoise;
import org.dahlquist.sweep.NoisyScore;
import org.dahlquist.sweep.Score;
import org.dahlquist.sweep.SweepFile;
import org.dahlquist.training.Checkpoint;
import org.dahlquist.training.Evaluation;
import org.dahlquist.training.Inference;

/**
 * What a cell's network is evaluated on, from the bytes of its model, as inference may keep what it computes from the
 * parameters.
 *
 * @param test the test part
 * @param train the training part, to be evaluated in the end; null for not
 * @param noise input noise to evaluate under in the end
 * @param seed root of the noise's random draws
 */
record CellEvaluation(PartEvaluation test, PartEvaluation train, List<InputNoise> noise, long seed)
        implements Serializable {
    /**
     * How a network does in the end.
     *
     * @param train null if that wasn't asked for
     */
    record Scores(Score test, Score train, List<NoisyScore> noisy) {}

    /** On the test part alone. */
    Evaluation test(byte[] model) throws IOException {
        try (Inference inference = inference(model)) {
            return test.evaluate(inference);
        }
    }

    /** What a network without finite weights reaches. */
    Scores chance() {
        Score chance = Score.chance(test.classes());
        List<NoisyScore> noisy = noise.stream()
                .map(disturbance -> new NoisyScore(
                        SweepFile.label(disturbance), chance.top1(), train == null ? null : chance.top1()))
                .toList();
        return new Scores(chance, train == null ? null : chance, noisy);
    }

    /**
     * All that is asked for.
     *
     * @param tested the score on the test part, which is known already
     */
    Scores scores(byte[] model, Score tested) throws IOException {
        try (Inference inference = inference(model)) {
            Score trained = train == null ? null : score(train.evaluate(inference));
            return new Scores(tested, trained, underNoise(inference));
        }
    }

    private List<NoisyScore> underNoise(Inference inference) {
        List<NoisyScore> scores = new ArrayList<>();
        for (InputNoise disturbance : noise) {
            scores.add(new NoisyScore(
                    SweepFile.label(disturbance),
                    test.evaluate(inference, disturbance, seed).top1(),
                    train == null
                            ? null
                            : train.evaluate(inference, disturbance, seed).top1()));
        }
        return scores;
    }

    private static Score score(Evaluation evaluation) {
        return Score.of(evaluation.loss(), evaluation.top1());
    }

    private static Inference inference(byte[] model) throws IOException {
        return new Inference(Checkpoint.restoreModel(model), NetworkSpec.OUTPUT);
    }
}
