package org.dahlquist.training;

import org.dahlquist.DahlquistException;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls along half a cosine: rate · (1 + cos(π e / epochs)) / 2 in epoch e, counted from 0.
 *
 * <p>It is PyTorch's CosineAnnealingLR stepped once per epoch. Reference: Loshchilov, Hutter, "SGDR: Stochastic Gradient
 * Descent with Warm Restarts", ICLR 2017, eq. (5), <a href="https://arxiv.org/abs/1608.03983">arXiv 1608.03983</a>.
 *
 * @param rate the learning rate of epoch 0
 * @param epochs epochs until the rate reaches 0, at least 1
 */
public record CosineRate(
        @JsonProperty("rate") double rate,
        @JsonProperty("epochs") int epochs) implements ISchedule {
    private static final long serialVersionUID = 1L;

    /** Checks the number of epochs. */
    public CosineRate {
        if (epochs < 1) {
            throw DahlquistException.config(
                    "a cosine schedule spans at least 1 epoch, but has %d; set train.epochs", epochs);
        }
    }

    /**
     * The learning rate of an epoch.
     *
     * @param iteration ignored
     * @param epoch from 0, as DL4J counts; the rate stays 0 beyond the last
     */
    @Override
    public double valueAt(int iteration, int epoch) {
        return rate * (1 + Math.cos(Math.PI * Math.min(epoch, epochs) / epochs)) / 2;
    }

    /** This object, which is immutable. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // nothing in it can change
    public CosineRate clone() {
        return this;
    }
}
