package org.dahlquist.training;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that never changes.
 *
 * @param rate the learning rate
 */
public record ConstantRate(@JsonProperty("rate") double rate) implements RateCurve {
    private static final long serialVersionUID = 1L;

    @Override
    public double at(double epochs) {
        return rate;
    }

    /** This object, which is immutable. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // nothing in it can change
    public ConstantRate clone() {
        return this;
    }
}
