package org.dahlquist.run;

/**
 * What turns gradients into steps.
 *
 * @param kind the method
 * @param beta1 decay of Adam's first moment
 * @param beta2 decay of Adam's second moment
 * @param epsilon added to the root of Adam's second moment
 */
public record OptimiserConfig(Kind kind, double beta1, double beta2, double epsilon) {
    static OptimiserConfig read(ConfigReader at) {
        return new OptimiserConfig(
                at.oneOf("kind", Kind.class),
                at.numberInRange("beta1", 0, 0.999999),
                at.numberInRange("beta2", 0, 0.999999999),
                at.numberInRange("epsilon", 1e-30, 1));
    }

    /** Methods. */
    public enum Kind {
        /** Stochastic gradient descent with momentum. */
        SGD,
        /** The same with Nesterov's momentum. */
        NESTEROV,
        /** Adam. */
        ADAM
    }
}
