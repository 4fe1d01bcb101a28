package org.dahlquist.gradient;

import org.dahlquist.DahlquistException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Coupled L2 weight decay, with an optional activation of the raw gradient: d = act(g) + decay · p, before the updater.
 *
 * <p>With {@link Identity} this is PyTorch's weight_decay; with {@link Arctan}, followed by {@link ActivatedSgd} with
 * {@link Identity}, it is SGD_atan: activate → decay → momentum → step. It adds nothing to the score, so a network's
 * score stays the pure cross-entropy. Reference: Liu, Chen, Du, Zhou, "Activated Gradients for Deep Neural Networks",
 * IEEE TNNLS 2021, <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 *
 * @param decay factor of the parameter, at least 0 and finite
 * @param activation what acts on the gradient before the decay is added
 */
public record CoupledWeightDecay(
        @JsonProperty("decay") double decay,
        @JsonProperty("activation") GradientActivation activation) implements Regularization {
    private static final long serialVersionUID = 1L;

    /** Checks the range of the decay. */
    public CoupledWeightDecay {
        if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
            throw DahlquistException.config(
                    "weight decay must be at least 0 and finite, but it is %s; set train.weight-decay", decay);
        }
    }

    /** Before the updater, so that momentum sees the decay. */
    @Override
    public ApplyStep applyStep() {
        return ApplyStep.BEFORE_UPDATER;
    }

    /**
     * Replaces the gradient by act(gradient) + decay · param.
     *
     * @param param parameters, any shape; not changed
     * @param gradView gradient of the same shape; overwritten
     * @param lr ignored
     * @param iteration ignored
     * @param epoch ignored
     */
    @Override
    public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
        activation.activate(gradView);
        if (decay > 0) {
            Nd4j.exec(new Axpy(param, gradView, gradView, decay));
        }
    }

    /** Always 0. */
    @Override
    public double score(INDArray param, int iteration, int epoch) {
        return 0;
    }

    /** This object, which is immutable. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // nothing in it can change
    public CoupledWeightDecay clone() {
        return this;
    }
}
