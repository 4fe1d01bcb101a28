package org.dahlquist.stability;

/**
 * A root of a polynomial in the complex plane.
 *
 * @param real real part
 * @param imaginary imaginary part
 */
public record Root(double real, double imaginary) {
    /** Distance from the origin. */
    public double modulus() {
        return Math.hypot(real, imaginary);
    }

    /** Distance from another root. */
    public double distance(Root other) {
        return Math.hypot(real - other.real, imaginary - other.imaginary);
    }
}
