package org.dahlquist.cluster.evaluation;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.cluster.ExecutorCache;
import org.dahlquist.cluster.input.InputBlock;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.robustness.InputNoise;
import org.dahlquist.robustness.NetworkClassifier;
import org.dahlquist.robustness.PixelScale;
import org.dahlquist.training.Checkpoint;
import org.dahlquist.training.Evaluation;
import org.dahlquist.training.Inference;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Counts what a network still classifies rightly of disturbed images; runs inside tasks. */
final class DisturbedEvaluation implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ExecutorCache<Inference> INFERENCES = new ExecutorCache<>(1);
    private static final ExecutorCache<NetworkClassifier> CLASSIFIERS = new ExecutorCache<>(1);

    private final Broadcast<byte[]> model;
    private final String owner = UUID.randomUUID().toString();
    private final PreparedSplit part;
    private final long seed;

    DisturbedEvaluation(Broadcast<byte[]> model, PreparedSplit part, long seed) {
        this.model = model;
        this.part = part;
        this.seed = seed;
    }

    /** Under each noise, the samples from an ordinal on. */
    List<LevelTally> noisy(List<InputNoise> noises, int first, int rows) {
        InputBlock clean = part.evaluation().normalised(first, rows);
        Inference inference = INFERENCES.borrow(owner, () -> new Inference(restore(), NetworkSpec.OUTPUT));
        List<LevelTally> tallies = new ArrayList<>();
        for (InputNoise noise : noises) {
            InputBlock noisy =
                    new InputBlock(clean.ids(), clean.labels(), clean.values().clone(), clean.shape());
            double[] norms = noise.add(noisy.values(), noisy.ids(), scale(), seed);
            boolean[] correct = correct(inference.run(noisy.array()), clean.labels());
            tallies.add(tally(correct, norms));
        }
        INFERENCES.giveBack(owner, inference);
        return tallies;
    }

    /** After an attack on the samples from an ordinal on, at each of its levels. */
    List<LevelTally> attacked(AttackSeries series, int first, int rows) {
        InputBlock clean = part.evaluation().normalised(first, rows);
        float[] pixels = scale().pixels(clean.values());
        NetworkClassifier classifier = CLASSIFIERS.borrow(owner, () -> new NetworkClassifier(restore(), scale()));
        float[] found = series.attack().perturb(classifier, pixels, clean.labels(), clean.ids());
        boolean[] correct = correct(classifier.logits(found), clean.labels());
        CLASSIFIERS.giveBack(owner, classifier);
        double[] norms = norms(found, pixels, rows);
        return series.levels().stream()
                .map(level -> series.nearest() ? within(level, correct, norms) : tally(correct, norms))
                .toList();
    }

    private LevelTally within(double radius, boolean[] correct, double[] norms) {
        boolean[] stillCorrect = correct.clone();
        double[] applied = norms.clone();
        for (int row = 0; row < norms.length; row++) {
            if (norms[row] > radius) {
                stillCorrect[row] = true;
                applied[row] = 0;
            }
        }
        return tally(stillCorrect, applied);
    }

    private static LevelTally tally(boolean[] correct, double[] norms) {
        int hits = 0;
        for (boolean hit : correct) {
            hits += hit ? 1 : 0;
        }
        return new LevelTally(correct.length, hits, Arrays.stream(norms).sum());
    }

    private boolean[] correct(float[] scores, int[] labels) {
        int classes = part.manifest().classes();
        boolean[] correct = new boolean[labels.length];
        for (int row = 0; row < correct.length; row++) {
            Evaluation one = new Evaluation(classes);
            one.add(labels[row], Arrays.copyOfRange(scores, row * classes, (row + 1) * classes));
            correct[row] = one.top1() == 1;
        }
        return correct;
    }

    private static double[] norms(float[] found, float[] pixels, int rows) {
        double[] norms = new double[rows];
        int size = pixels.length / rows;
        for (int i = 0; i < pixels.length; i++) {
            norms[i / size] += (double) (found[i] - pixels[i]) * (found[i] - pixels[i]);
        }
        return Arrays.stream(norms).map(Math::sqrt).toArray();
    }

    private PixelScale scale() {
        return part.pixelScale();
    }

    private ComputationGraph restore() {
        try {
            return Checkpoint.restoreModel(model.value());
        } catch (IOException e) {
            throw new UncheckedIOException("the model cannot be restored on an executor", e);
        }
    }
}
