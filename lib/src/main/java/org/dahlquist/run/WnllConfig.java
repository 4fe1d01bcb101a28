package org.dahlquist.run;

import java.io.Serializable;

/**
 * Interpolation of the labels over the graph.
 *
 * @param method the equations
 * @param weights form of the graph weights
 * @param scaleRank neighbour whose distance is the scale σ(x), counting the point itself
 * @param labelledWeight μ, the extra weight of labelled neighbours
 * @param orphans what becomes of points that no label reaches
 * @param tolerance relative residual at which the solver stops
 * @param maxIterations iterations after which it fails
 * @param broadcastMib largest matrix, in MiB, that every executor gets a copy of
 */
public record WnllConfig(
        Method method,
        Weights weights,
        int scaleRank,
        LabelledWeight labelledWeight,
        Orphans orphans,
        double tolerance,
        int maxIterations,
        int broadcastMib)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    static WnllConfig read(ConfigReader at) {
        return new WnllConfig(
                at.oneOf("method", Method.class),
                at.oneOf("weights", Weights.class),
                at.intInRange("scale-rank", 2, 1024),
                at.oneOf("labelled-weight", LabelledWeight.class),
                at.oneOf("orphans", Orphans.class),
                at.numberInRange("tolerance", 1e-15, 0.1),
                at.intInRange("max-iterations", 1, 1_000_000),
                at.intInRange("broadcast-mib", 0, 1_048_576));
    }

    /** These settings with another method. */
    public WnllConfig withMethod(Method other) {
        return new WnllConfig(
                other, weights, scaleRank, labelledWeight, orphans, tolerance, maxIterations, broadcastMib);
    }

    /** The equations that interpolate. */
    public enum Method {
        /** The plain graph Laplacian. */
        GL,
        /** The weighted nonlocal Laplacian. */
        WNLL,
        /** Poisson learning. */
        POISSON
    }

    /** What becomes of points in components of the graph without any label. */
    public enum Orphans {
        /** The network's own softmax decides. */
        SOFTMAX,
        /** The nearest labelled point's class. */
        NEAREST,
        /** The run fails. */
        REFUSE
    }

    /** Form of the weights. */
    public enum Weights {
        /** exp(-d² / σ²), as in the paper. */
        TEXTBOOK,
        /** exp(-(d² / σ²)²), as in the official code. */
        FOURTH_POWER
    }

    /** Value of μ. */
    public enum LabelledWeight {
        /** n / |S| - 1, as in the paper. */
        PAPER,
        /** n / |S|, as in the official code (with real division). */
        CODE
    }
}
