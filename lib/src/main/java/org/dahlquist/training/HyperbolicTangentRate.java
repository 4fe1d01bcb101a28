package org.dahlquist.training;

import org.dahlquist.DahlquistException;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Hyperbolic-tangent decay (HTD): minimum + (rate − minimum)(1 − tanh(lower + (upper − lower) e / epochs)) / 2 after e
 * epochs.
 *
 * <p>With lower = −6 and upper = 3 the rate stays near its start for half of the training. Reference: Hsueh, Li, Wu,
 * "Stochastic Gradient Descent with Hyperbolic-Tangent Decay on Classification", WACV 2019,
 * <a href="https://arxiv.org/abs/1806.01593">arXiv 1806.01593</a>.
 *
 * @param rate the learning rate at the start, nearly
 * @param epochs epochs of the decay, at least 1; the rate stays at the end's
 * @param minimum what the rate approaches
 * @param lower argument of the tangent at the start
 * @param upper argument at the end
 */
public record HyperbolicTangentRate(
        @JsonProperty("rate") double rate,
        @JsonProperty("epochs") int epochs,
        @JsonProperty("minimum") double minimum,
        @JsonProperty("lower") double lower,
        @JsonProperty("upper") double upper)
        implements RateCurve {
    private static final long serialVersionUID = 1L;

    /** Checks the number of epochs. */
    public HyperbolicTangentRate {
        if (epochs < 1) {
            throw DahlquistException.config(
                    "a hyperbolic-tangent schedule spans at least 1 epoch, but has %d; set train.epochs", epochs);
        }
    }

    @Override
    public double at(double epochs) {
        double passed = Math.min(epochs, this.epochs) / this.epochs;
        return minimum + (rate - minimum) * (1 - Math.tanh(lower + (upper - lower) * passed)) / 2;
    }

    /** This object, which is immutable. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // nothing in it can change
    public HyperbolicTangentRate clone() {
        return this;
    }
}
