package org.dahlquist.landscape;

/** The gradient of a function of many variables. */
public interface Gradient {
    /**
     * The gradient at a point.
     *
     * @param point {@code double[n]}, not changed
     * @return a new {@code double[n]}
     */
    double[] at(double[] point);
}
