package org.dahlquist.run;

/**
 * Interpolation by the weighted nonlocal Laplacian.
 *
 * @param weights form of the graph weights
 * @param scaleRank neighbour whose distance is the scale σ(x), counting the point itself
 * @param labelledWeight μ, the extra weight of labelled neighbours
 * @param tolerance relative residual at which the solver stops
 * @param maxIterations iterations after which it fails
 */
public record WnllConfig(
        Weights weights, int scaleRank, LabelledWeight labelledWeight, double tolerance, int maxIterations) {
    static WnllConfig read(ConfigReader at) {
        return new WnllConfig(
                at.oneOf("weights", Weights.class),
                at.intInRange("scale-rank", 2, 1024),
                at.oneOf("labelled-weight", LabelledWeight.class),
                at.numberInRange("tolerance", 1e-15, 0.1),
                at.intInRange("max-iterations", 1, 1_000_000));
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
