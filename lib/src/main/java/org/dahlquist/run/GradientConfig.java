package org.dahlquist.run;

/**
 * What happens to gradients on their way into the optimiser: an activation (GAF), or clipping as its baseline.
 *
 * @param activation gradient activation function
 * @param clipping gradient clipping
 */
public record GradientConfig(Activation activation, Clipping clipping) {
    static GradientConfig read(ConfigReader train) {
        GradientConfig config = new GradientConfig(
                Activation.read(train.at("gradient-activation")), Clipping.read(train.at("gradient-clipping")));
        train.require(
                config.clipping().kind() != ClippingKind.VALUE
                        || config.activation().function() == Function.NONE
                        || config.activation().position() != Position.GRADIENT,
                "gradient-clipping.kind",
                "must not be value where an activation acts on the gradient too; set"
                        + " train.gradient-activation.position = momentum");
        return config;
    }

    /** Gradient activation functions. */
    public enum Function {
        /** Identity. */
        NONE,
        /** alpha · atan(beta · g). */
        ATAN,
        /** alpha · tanh(beta · g). */
        TANH,
        /** sign(g) · alpha · log(1 + beta · |g|). */
        LOG,
        /** The arctangent with alpha and beta from each tensor's largest magnitude. */
        ADAPTIVE
    }

    /** Where the function acts. */
    public enum Position {
        /** On the gradient, before weight decay and momentum (SGD_atan, Adam_atan). */
        GRADIENT,
        /** On the momentum buffer, after weight decay (SGD_atanMom). */
        MOMENTUM
    }

    /**
     * Gradient activation.
     *
     * @param function the function
     * @param position where it acts
     * @param alpha output scale
     * @param beta input scale
     * @param shrink of the adaptive function: the largest magnitude over the bound
     * @param gamma of the adaptive function: slope at 0
     */
    public record Activation(
            Function function, Position position, double alpha, double beta, double shrink, double gamma) {
        static Activation read(ConfigReader at) {
            return new Activation(
                    at.oneOf("function", Function.class),
                    at.oneOf("position", Position.class),
                    at.numberInRange("alpha", 1e-9, 1e9),
                    at.numberInRange("beta", 1e-9, 1e9),
                    at.numberInRange("shrink", 1e-6, 1e6),
                    at.numberInRange("gamma", 1e-6, 1e6));
        }
    }

    /** What gradient clipping bounds. */
    public enum ClippingKind {
        /** Nothing. */
        NONE,
        /** Every element. */
        VALUE,
        /** The norm of the whole gradient. */
        NORM
    }

    /**
     * Gradient clipping, before weight decay.
     *
     * @param kind what is bounded
     * @param limit the bound
     */
    public record Clipping(ClippingKind kind, double limit) {
        static Clipping read(ConfigReader at) {
            return new Clipping(at.oneOf("kind", ClippingKind.class), at.numberInRange("limit", 1e-12, 1e12));
        }
    }
}
