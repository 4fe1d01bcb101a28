package org.dahlquist.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dahlquist.DahlquistException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Coupled L2 weight decay, with an optional activation of the raw gradient: d = act(g) + decay · p, before the updater.
 *
 * <p>With {@link Identity} this is PyTorch's weight_decay; with {@link Arctan}, followed by {@link ActivatedSgd} with
 * {@link Identity}, it is SGD_atan: activate → decay → momentum → step; followed by Adam it is Adam_atan. It adds nothing
 * to the score, so a network's score stays the pure cross-entropy. Reference: Liu, Chen, Du, Zhou, "Activated Gradients
 * for Deep Neural Networks", IEEE TNNLS 2021, <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 *
 * @param decay factor of the parameter, at least 0 and finite
 * @param activation what acts on the gradient before the decay is added
 * @param sparesVectors whether vectors don't decay, see {@link #ofVectors}
 */
public record CoupledWeightDecay(
        @JsonProperty("decay") double decay,
        @JsonProperty("activation") GradientActivation activation,
        @JsonProperty("sparesVectors") boolean sparesVectors)
        implements Regularization {
    private static final long serialVersionUID = 1L;

    /** Checks the range of the decay. */
    @JsonCreator
    public CoupledWeightDecay {
        if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
            throw DahlquistException.config(
                    "weight decay must be at least 0 and finite, but it is %s; set train.weight-decay", decay);
        }
    }

    /**
     * The decay of all parameters.
     *
     * @param decay factor of the parameter, at least 0 and finite
     * @param activation what acts on the gradient before the decay is added
     */
    public CoupledWeightDecay(double decay, GradientActivation activation) {
        this(decay, activation, false);
    }

    /** Before the updater, so that momentum sees the decay. */
    @Override
    public ApplyStep applyStep() {
        return ApplyStep.BEFORE_UPDATER;
    }

    /**
     * Replaces the gradient by act(gradient) + decay · param.
     *
     * @param param one parameter, any shape; not changed
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

    /**
     * What applies to vectors where this list applies to matrices and kernels. Vectors are scales and shifts of
     * normalisations, biases and trained coefficients; networks give them this list as DL4J's regularisation of biases.
     *
     * @param regularization what applies to matrices and kernels
     * @return the same, with no decay where vectors are spared
     */
    public static List<Regularization> ofVectors(List<Regularization> regularization) {
        return regularization.stream()
                .map(CoupledWeightDecay::ofVectors)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Regularization ofVectors(Regularization one) {
        return one instanceof CoupledWeightDecay coupled && coupled.sparesVectors
                ? new CoupledWeightDecay(0, coupled.activation, true)
                : one;
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
