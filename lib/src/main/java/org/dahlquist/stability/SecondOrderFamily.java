package org.dahlquist.stability;

import java.util.List;

/**
 * The explicit three-step methods of order 2 that evaluate the residual branch once, {@link Coefficients#ofK}, as a
 * function of their parameter k.
 *
 * <p>ρ(ξ) = (ξ − 1)·(ξ² + p·ξ + q) with p = (k−3)/(4k), q = (k+1)/(4k). The two spurious roots
 * ((3−k) ± √(−15k² − 22k + 9)) / (8k) are a conjugate pair of modulus √q for k &lt; −9/5 and for k &gt; 1/3, else real.
 * They lie inside the unit disc for k &lt; −1 and for k &gt; 1/3. Reference: "ZeroSNet", AAAI 2022, arXiv 2206.13100.
 */
public final class SecondOrderFamily {
    /** Below this k the methods are zero-stable; at it weakly (leapfrog). */
    public static final double STABLE_BELOW = -1;

    /** Above this k the methods are zero-stable; at it 1 is a triple root. */
    public static final double STABLE_ABOVE = 1 / 3.0;

    /** The k whose spurious roots have the least largest modulus, {@link #OPTIMAL_MODULUS}: both are −1/3. */
    public static final double OPTIMAL_K = -9 / 5.0;

    /** Modulus of the spurious roots at {@link #OPTIMAL_K}. */
    public static final double OPTIMAL_MODULUS = 1 / 3.0;

    private SecondOrderFamily() {}

    /** Whether the spurious roots of the method with this k lie inside the unit circle. */
    public static boolean isStable(double k) {
        return k < STABLE_BELOW || k > STABLE_ABOVE;
    }

    /**
     * The two spurious roots in closed form; of a conjugate pair the one above the real axis first, of two real ones
     * the one of larger modulus.
     *
     * @param k finite and not 0
     */
    public static List<Root> spuriousRoots(double k) {
        double middle = (3 - k) / (8 * k);
        double product = (k + 1) / (4 * k);
        double square = middle * middle - product;
        if (square < 0) {
            double imaginary = Math.sqrt(-square);
            return List.of(new Root(middle, imaginary), new Root(middle, -imaginary));
        }
        double larger = middle + Math.copySign(Math.sqrt(square), middle);
        return List.of(new Root(larger, 0), new Root(larger == 0 ? 0 : product / larger, 0));
    }

    /**
     * Modulus of the larger spurious root.
     *
     * @param k finite and not 0
     */
    public static double largestSpuriousModulus(double k) {
        return spuriousRoots(k).get(0).modulus();
    }
}
