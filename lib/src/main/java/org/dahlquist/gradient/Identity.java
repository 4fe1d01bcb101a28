package org.dahlquist.gradient;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The identity, act(g) = g: the updater is plain SGD with momentum. */
public record Identity() implements ElementwiseActivation {
    private static final long serialVersionUID = 1L;

    @Override
    public double value(double gradient) {
        return gradient;
    }

    @Override
    public void activate(INDArray tensor) {
        // every element already is its own image
    }

    @Override
    public void activate(float[] gradient, int count) {
        // every element already is its own image
    }

    /** 1. */
    @Override
    public double slopeAtZero() {
        return 1;
    }

    /** Infinite. */
    @Override
    public double saturation() {
        return Double.POSITIVE_INFINITY;
    }
}
