package org.dahlquist.gradient;

import java.util.Locale;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A gradient activation that is one function act(g) for all elements of all tensors.
 *
 * <p>Where its slope at 0 is above 1 it has one fixed point x* &gt; 0, enlarges gradients below it and restricts those
 * above.
 */
public interface ElementwiseActivation extends GradientActivation {
    /**
     * The function at one point.
     *
     * @param gradient any real number
     * @return the activated gradient, of the same sign
     */
    double value(double gradient);

    /** The slope at 0; above 1 tiny gradients are enlarged. */
    double slopeAtZero();

    /** The bound of all values, infinite where there is none. */
    double saturation();

    /**
     * Replaces every element by the function's value, in place.
     *
     * @param tensor any shape, float32 or float64; overwritten
     */
    @Override
    void activate(INDArray tensor);

    /**
     * Replaces the first elements by the function's value, in place and in float arithmetic; within 3 units in the last
     * place of {@link #value}.
     *
     * @param gradient overwritten
     * @param count elements to replace
     */
    void activate(float[] gradient, int count);

    /** Always false. */
    @Override
    default boolean dependsOnTensor() {
        return false;
    }

    /** This function. */
    @Override
    default ElementwiseActivation forTensor(double largest) {
        return this;
    }

    /**
     * The x* &gt; 0 with act(x*) = x*: smaller gradients are enlarged, larger ones restricted.
     *
     * <p>Found by bisection to the last bit of a double, about 60 steps.
     *
     * @return x*, or empty when the slope at 0 is at most 1, where the function never enlarges
     */
    default OptionalDouble fixedPoint() {
        if (slopeAtZero() <= 1) {
            return OptionalDouble.empty();
        }
        double low = 0;
        double high = Double.isFinite(saturation()) ? saturation() : 1;
        while (value(high) > high) {
            high *= 2;
        }
        for (double middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
            if (value(middle) > middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of(high);
    }

    /** What the function does to gradients, in three lines: slope, saturation, fixed point. */
    default String explanation() {
        String slope = slopeAtZero() > 1
                ? "above 1: tiny gradients are enlarged, at most by this factor"
                : "not above 1: no gradient is enlarged";
        String saturation = Double.isFinite(saturation())
                ? "no element becomes larger"
                : "no bound, but the larger a gradient, the more it is restricted";
        String fixedPoint = fixedPoint().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%.5g, enlarges gradients below, restricts those above",
                        fixedPoint().getAsDouble())
                : "none";
        return String.format(
                Locale.ROOT,
                "slope at 0      %.5g, %s%nsaturation      %s, %s%nfixed point x*  %s",
                slopeAtZero(),
                slope,
                Double.isFinite(saturation()) ? String.format(Locale.ROOT, "%.5g", saturation()) : "none",
                saturation,
                fixedPoint);
    }
}
