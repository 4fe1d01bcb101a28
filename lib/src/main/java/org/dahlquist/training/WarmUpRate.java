package org.dahlquist.training;

import org.dahlquist.DahlquistException;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A curve after a linear rise from 0, followed step by step: with S steps per epoch and W warm-up epochs, step i (from 1)
 * of the training has the rate curve(0) · i/(W·S) up to i = W·S, and curve((i − 1)/S − W) afterwards.
 *
 * <p>The official ImageNet programs count i from 0 in the rise, so that their first step has the rate 0. Reference:
 * Goyal et al., "Accurate, Large Minibatch SGD", 2017, section 2.2,
 * <a href="https://arxiv.org/abs/1706.02677">arXiv 1706.02677</a>.
 *
 * @param curve what follows the rise, its epochs counted from there
 * @param warmUpEpochs epochs of the rise, at least 0
 * @param stepsPerEpoch parameter updates in an epoch, at least 1; with 1 the rate changes with the epochs alone
 */
public record WarmUpRate(
        @JsonProperty("curve") RateCurve curve,
        @JsonProperty("warmUpEpochs") int warmUpEpochs,
        @JsonProperty("stepsPerEpoch") int stepsPerEpoch)
        implements ISchedule {
    private static final long serialVersionUID = 1L;

    /** Checks the numbers. */
    public WarmUpRate {
        if (warmUpEpochs < 0 || stepsPerEpoch < 1) {
            throw DahlquistException.config(
                    "a warm-up takes at least 0 epochs of at least 1 step, but has %d of %d; set"
                            + " train.schedule.warm-up-epochs",
                    warmUpEpochs, stepsPerEpoch);
        }
    }

    /**
     * The learning rate of a step.
     *
     * @param iteration steps made before; beyond the epoch's end, its last step counts
     * @param epoch from 0, as DL4J counts
     */
    @Override
    public double valueAt(int iteration, int epoch) {
        long first = (long) epoch * stepsPerEpoch;
        long step = Math.max(first, Math.min(iteration, first + stepsPerEpoch - 1));
        long rise = (long) warmUpEpochs * stepsPerEpoch;
        return step < rise ? curve.at(0) * (step + 1) / rise : curve.at((double) (step - rise) / stepsPerEpoch);
    }

    /** This object, which is immutable. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // nothing in it can change
    public WarmUpRate clone() {
        return this;
    }
}
