package org.dahlquist.landscape;

import java.util.function.UnaryOperator;
import org.dahlquist.DahlquistException;

/**
 * Products of a function's Hessian with vectors, by central differences of its gradient:
 * H·v ≈ ‖v‖·(g(p + h·u) − g(p − h·u))/(2h), u = v/‖v‖.
 *
 * <p>The error is O(h²) from the third derivative and δ/h from the gradient's own rounding error δ. For networks with
 * ReLU the difference sees the kinks crossed within 2h, which a derivative taken at p alone leaves out. Cost: two
 * gradients.
 */
public final class HessianProduct implements UnaryOperator<double[]> {
    /**
     * Step of {@link #forFloat32} relative to the point. Found on ZeroSNet-20, where the largest eigenvalue is the same
     * from 3·10⁻⁴ to 10⁻³; below, the gradient's rounding shows, above, the third derivative.
     */
    static final double FLOAT32_STEP = 1e-3;

    private final Gradient gradient;
    private final double[] point;
    private final double step;

    /**
     * Products at one point.
     *
     * @param gradient of the function
     * @param point p, {@code double[n]}; shared, not copied
     * @param step h, positive
     */
    public HessianProduct(Gradient gradient, double[] point, double step) {
        this.gradient = gradient;
        this.point = point;
        this.step = step;
    }

    /**
     * Products for a gradient computed in float32, with h = {@value #FLOAT32_STEP}·‖p‖.
     *
     * @param gradient of the function
     * @param point p, {@code double[n]}, not zero; shared, not copied
     * @param varied the part of p on which the function depends, {@code double[n]}; its norm counts
     */
    public static HessianProduct forFloat32(Gradient gradient, double[] point, double[] varied) {
        return new HessianProduct(gradient, point, FLOAT32_STEP * norm(varied));
    }

    /**
     * One product.
     *
     * @param vector v, {@code double[n]}, not zero
     * @return a new {@code double[n]}
     * @throws DahlquistException (DIVERGED) if the gradient isn't finite near p
     */
    @Override
    public double[] apply(double[] vector) {
        double length = norm(vector);
        double[] forward = gradient.at(moved(vector, step / length));
        double[] backward = gradient.at(moved(vector, -step / length));
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = length * (forward[i] - backward[i]) / (2 * step);
        }
        if (!Double.isFinite(norm(product))) {
            throw DahlquistException.diverged(
                    "the gradient isn't finite within %.3g of the parameters, so their Hessian can't be examined; the"
                            + " training diverged, choose a smaller learning rate",
                    step);
        }
        return product;
    }

    private double[] moved(double[] vector, double factor) {
        double[] moved = new double[point.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = point[i] + factor * vector[i];
        }
        return moved;
    }

    private static double norm(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
