package org.dahlquist.layer;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Class probabilities softmax(x·W + b) with the cross-entropy loss: [N, in] → [N, classes].
 *
 * <p>{@code W} is [in, classes] in DL4J's column-major order, so its flat values equal those of PyTorch's
 * [classes, in] weight; both parameters are drawn from U(±1/√in), PyTorch's rule, and both are regularised.
 */
public final class SoftmaxOutput extends OutputLayer {
    private static final long serialVersionUID = 1L;

    private long initialSeed;

    /** For JSON only. */
    public SoftmaxOutput() {}

    /**
     * An output layer.
     *
     * @param in features, at least 1
     * @param classes classes, at least 2
     * @param initialSeed seed of the initial weights
     */
    public SoftmaxOutput(int in, int classes, long initialSeed) {
        super(new OutputLayer.Builder(LossFunction.MCXENT).nIn(in).nOut(classes));
        this.initialSeed = initialSeed;
    }

    /** Seed of the initial weights. */
    public long getInitialSeed() {
        return initialSeed;
    }

    /** For JSON only. */
    public void setInitialSeed(long initialSeed) {
        this.initialSeed = initialSeed;
    }

    @Override
    public ParamInitializer initializer() {
        return SoftmaxOutputParameters.INSTANCE;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String parameter) {
        return initializer().isBiasParam(this, parameter) ? regularizationBias : regularization;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SoftmaxOutput that && super.equals(that) && initialSeed == that.initialSeed;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof SoftmaxOutput;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), initialSeed);
    }
}
