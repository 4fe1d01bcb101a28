package org.dahlquist.gradient;

import java.util.Map;
import java.util.Objects;
import org.dahlquist.DahlquistException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Stochastic gradient descent with momentum in PyTorch's form, and a gradient activation on the momentum buffer.
 *
 * <p>With d the gradient plus weight decay (see {@link CoupledWeightDecay}):
 *
 * <pre>
 * buf = d                at the first step, afterwards  buf = momentum · buf + d
 * p   = p - lr · act(buf)                    or, with Nesterov's momentum,
 * p   = p - lr · act(d + momentum · buf)
 * </pre>
 *
 * The buffer itself stays un-activated and holds no learning rate, unlike ND4J's Nesterovs. It starts at zero, so the
 * first step needs no special case. With {@link Identity} this is plain SGD; with {@link Arctan} it is SGD_atanMom. An
 * activation that depends on the tensor needs {@link TensorBoundaries} where DL4J's own updater applies it. The
 * state is one value per parameter. Immutable but for {@link #setLrAndSchedule}, which DL4J calls. Reference: Liu, Chen,
 * Du, Zhou, "Activated Gradients for Deep Neural Networks", IEEE TNNLS 2021,
 * <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 */
public final class ActivatedSgd implements IUpdater {
    private static final long serialVersionUID = 1L;

    private ISchedule learningRate;
    private final double momentum;
    private final boolean nesterov;
    private final GradientActivation activation;

    /**
     * Creates the updater.
     *
     * @param learningRate learning rate by iteration and epoch, both from 0
     * @param momentum factor of the buffer, 0 ≤ momentum &lt; 1
     * @param nesterov whether the step looks ahead by the momentum
     * @param activation what acts on the step's direction
     * @throws DahlquistException if momentum is out of range
     */
    @JsonCreator
    public ActivatedSgd(
            @JsonProperty("learningRate") ISchedule learningRate,
            @JsonProperty("momentum") double momentum,
            @JsonProperty("nesterov") boolean nesterov,
            @JsonProperty("activation") GradientActivation activation) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw DahlquistException.config(
                    "momentum must be at least 0 and below 1, but it is %s; set train.momentum", momentum);
        }
        this.learningRate = Objects.requireNonNull(learningRate, "learningRate");
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.activation = Objects.requireNonNull(activation, "activation");
    }

    /**
     * Creates the updater without Nesterov's look-ahead.
     *
     * @param learningRate learning rate by iteration and epoch, both from 0
     * @param momentum factor of the buffer, 0 ≤ momentum &lt; 1
     * @param activation what acts on the buffer
     */
    public ActivatedSgd(ISchedule learningRate, double momentum, GradientActivation activation) {
        this(learningRate, momentum, false, activation);
    }

    /** Factor of the buffer at each step. */
    public double momentum() {
        return momentum;
    }

    /** Whether the step looks ahead by the momentum. */
    public boolean nesterov() {
        return nesterov;
    }

    /** What acts on the step's direction. */
    public GradientActivation activation() {
        return activation;
    }

    /** One buffer value per parameter. */
    @Override
    public long stateSize(long numParams) {
        return numParams;
    }

    @Override
    public GradientUpdater<ActivatedSgd> instantiate(INDArray viewArray, boolean initializeViewArray) {
        MomentumBuffer buffer = new MomentumBuffer(this);
        INDArray flat = viewArray.reshape(viewArray.length());
        buffer.setStateViewArray(flat, flat.shape(), flat.ordering(), initializeViewArray);
        return buffer;
    }

    @Override
    public GradientUpdater<ActivatedSgd> instantiate(
            Map<String, INDArray> updaterState, boolean initializeStateArrays) {
        MomentumBuffer buffer = new MomentumBuffer(this);
        buffer.setState(updaterState, initializeStateArrays);
        return buffer;
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // the class is final and its parts are immutable
    public ActivatedSgd clone() {
        return new ActivatedSgd(learningRate.clone(), momentum, nesterov, activation);
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    /**
     * Replaces the schedule.
     *
     * @param lr ignored: a constant rate is a schedule too
     * @param lrSchedule the new schedule
     */
    @Override
    public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
        learningRate = Objects.requireNonNull(lrSchedule, "lrSchedule");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ActivatedSgd that
                && learningRate.equals(that.learningRate)
                && Double.compare(momentum, that.momentum) == 0
                && nesterov == that.nesterov
                && activation.equals(that.activation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, momentum, nesterov, activation);
    }

    @Override
    public String toString() {
        return "ActivatedSgd[learningRate=" + learningRate + ", momentum=" + momentum + ", nesterov=" + nesterov
                + ", activation=" + activation + "]";
    }
}
