package org.dahlquist.cluster.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.Consumer;
import org.dahlquist.cluster.input.InputBlock;
import org.dahlquist.cluster.input.NetworkInput;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.robustness.InputNoise;
import org.dahlquist.robustness.PixelScale;
import org.dahlquist.training.Evaluation;
import org.dahlquist.training.Inference;

/**
 * Evaluates a network on one part of a dataset within one task, to the same numbers as {@link DistributedEvaluation}.
 *
 * @param part which part
 * @param batchSize images of one forward pass
 */
public record PartEvaluation(PreparedSplit part, int batchSize) implements Serializable {
    /** Accuracy and loss, block by block in the order of the samples. */
    public Evaluation evaluate(Inference inference) {
        return evaluate(inference, block -> {});
    }

    /** Accuracy and loss on noisy images, the same for the same seed. */
    public Evaluation evaluate(Inference inference, InputNoise noise, long seed) {
        PixelScale scale = part.pixelScale();
        return evaluate(inference, block -> noise.add(block.values(), block.ids(), scale, seed));
    }

    private Evaluation evaluate(Inference inference, Consumer<InputBlock> disturbance) {
        NetworkInput input = part.evaluation();
        Evaluation all = new Evaluation(classes());
        for (int first = 0; first < part.size(); first += batchSize) {
            InputBlock block = input.normalised(first, Math.min(batchSize, part.size() - first));
            disturbance.accept(block);
            all.merge(evaluated(block, inference.run(block.array())));
        }
        return all;
    }

    private Evaluation evaluated(InputBlock block, float[] scores) {
        int classes = classes();
        Evaluation evaluation = new Evaluation(classes);
        for (int row = 0; row < block.ids().length; row++) {
            evaluation.add(block.labels()[row], Arrays.copyOfRange(scores, row * classes, (row + 1) * classes));
        }
        return evaluation;
    }

    /** Number of classes of the dataset. */
    public int classes() {
        return part.manifest().classes();
    }
}
