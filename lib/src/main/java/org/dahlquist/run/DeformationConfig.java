package org.dahlquist.run;

/**
 * Vertical deformation of the loss (VDM).
 *
 * @param function the function
 * @param alpha weight of arctan-power's arctangent
 * @param beta its scale
 * @param gamma its power
 * @param delta weight of the plain loss in arctan-power
 * @param c log-exp's constant, below 1
 * @param c1 log-exp's slope at large losses
 * @param c2 log-exp's scale
 * @param amplitude twice the largest slope of sech
 * @param peak the loss where sech has it
 * @param lrMatched metrics.csv of a run deformed by this function: train with the plain loss and the mean learning rate
 *     of that run; empty for the deformed loss
 */
public record DeformationConfig(
        Function function,
        double alpha,
        double beta,
        double gamma,
        double delta,
        double c,
        double c1,
        double c2,
        double amplitude,
        double peak,
        String lrMatched) {
    static DeformationConfig read(ConfigReader at) {
        DeformationConfig config = new DeformationConfig(
                at.oneOf("function", Function.class),
                at.numberInRange("alpha", 0, 1e6),
                at.numberInRange("beta", 1e-6, 1e6),
                at.numberInRange("gamma", 1, 100),
                at.numberInRange("delta", 0, 1e6),
                at.numberInRange("c", -1e6, 1e6),
                at.numberInRange("c1", 1e-6, 1e6),
                at.numberInRange("c2", 1e-6, 1e6),
                at.numberInRange("amplitude", 1e-6, 1e6),
                at.numberInRange("peak", 1e-6, 1e6),
                at.text("lr-matched"));
        at.require(
                config.c() >= 0 && config.c() < 1,
                "c",
                "must be at least 0 and below 1: log(exp(l) - c) is undefined for losses below log(c)");
        at.require(
                config.function() != Function.ARCTAN_POWER || config.alpha() + config.delta() > 0,
                "alpha",
                "must be above 0 where delta is 0: the deformed loss would be constant");
        at.require(
                config.lrMatched().isBlank() || config.function() != Function.NONE,
                "function",
                "must be the deformation of the run that lr-matched names");
        return config;
    }

    /** Whether the loss that is trained on is another than the cross-entropy. */
    public boolean deforms() {
        return function != Function.NONE && lrMatched.isBlank();
    }

    /** Deformations of the loss. */
    public enum Function {
        /** The plain loss. */
        NONE,
        /** α·atan(βℓ)^γ + δℓ. */
        ARCTAN_POWER,
        /** log(e^(c₂ℓ) − c) · c₁/c₂. */
        LOG_EXP,
        /** −(A·B/c)·sech(cℓ/B), c = ln(1 + √2). */
        SECH
    }
}
