package org.dahlquist.training;

import org.dahlquist.DahlquistException;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls along half a cosine: minimum + (rate − minimum)(1 + cos(π e / epochs)) / 2 after e epochs.
 *
 * <p>It is PyTorch's CosineAnnealingLR. Reference: Loshchilov, Hutter, "SGDR: Stochastic Gradient Descent with Warm
 * Restarts", ICLR 2017, eq. (5), <a href="https://arxiv.org/abs/1608.03983">arXiv 1608.03983</a>.
 *
 * @param rate the learning rate at the start
 * @param epochs epochs until the rate reaches the minimum, at least 1; it stays there
 * @param minimum the last learning rate
 */
public record CosineRate(
        @JsonProperty("rate") double rate,
        @JsonProperty("epochs") int epochs,
        @JsonProperty("minimum") double minimum) implements RateCurve {
    private static final long serialVersionUID = 1L;

    /** Checks the number of epochs. */
    @JsonCreator
    public CosineRate {
        if (epochs < 1) {
            throw DahlquistException.config(
                    "a cosine schedule spans at least 1 epoch, but has %d; set train.epochs", epochs);
        }
    }

    /**
     * Down to 0.
     *
     * @param rate the learning rate at the start
     * @param epochs epochs until the rate reaches 0, at least 1
     */
    public CosineRate(double rate, int epochs) {
        this(rate, epochs, 0);
    }

    @Override
    public double at(double epochs) {
        return minimum + (rate - minimum) * (1 + Math.cos(Math.PI * Math.min(epochs, this.epochs) / this.epochs)) / 2;
    }

    /** This object, which is immutable. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // nothing in it can change
    public CosineRate clone() {
        return this;
    }
}
