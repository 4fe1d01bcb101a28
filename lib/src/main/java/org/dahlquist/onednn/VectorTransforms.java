package org.dahlquist.onednn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one-dimensional transforms of Winograd's minimal algorithms over the points 0, 1, −1, 2, −2 and ∞, each for the 16
 * channels of a pixel at once: F(4, 3) for convolutions and F(3, 4) for their weight gradients (Lavin and Gray, 2016).
 *
 * <p>Each reads vectors at {@code from}, {@code from + step}, … and writes them likewise.
 */
final class VectorTransforms {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;

    private VectorTransforms() {}

    private static FloatVector at(float[] values, int offset) {
        return FloatVector.fromArray(FLOATS, values, offset);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    /** Bᵀ: 6 pixels to their 6 products' left sides. */
    static void input(float[] source, int from, int step, float[] target, int to, int toStep) {
        FloatVector d1 = at(source, from + step);
        FloatVector d2 = at(source, from + 2 * step);
        FloatVector d3 = at(source, from + 3 * step);
        FloatVector d4 = at(source, from + 4 * step);
        all(-5).fma(d2, all(4).fma(at(source, from), d4)).intoArray(target, to);
        FloatVector even = all(-4).fma(d2, d4);
        FloatVector odd = all(-4).fma(d1, d3);
        even.add(odd).intoArray(target, to + toStep);
        even.sub(odd).intoArray(target, to + 2 * toStep);
        even = d4.sub(d2);
        odd = d3.sub(d1);
        all(2).fma(odd, even).intoArray(target, to + 3 * toStep);
        all(-2).fma(odd, even).intoArray(target, to + 4 * toStep);
        all(-5).fma(d3, all(4).fma(d1, at(source, from + 5 * step))).intoArray(target, to + 5 * toStep);
    }

    /** Aᵀ of F(4, 3): 6 products to 4 pixels. */
    static void output(float[] source, int from, int step, float[] target, int to, int toStep) {
        FloatVector m1 = at(source, from + step);
        FloatVector m2 = at(source, from + 2 * step);
        FloatVector m3 = at(source, from + 3 * step);
        FloatVector m4 = at(source, from + 4 * step);
        FloatVector even = m1.add(m2);
        FloatVector odd = m1.sub(m2);
        FloatVector even2 = m3.add(m4);
        FloatVector odd2 = m3.sub(m4);
        at(source, from).add(even).add(even2).intoArray(target, to);
        all(2).fma(odd2, odd).intoArray(target, to + toStep);
        all(4).fma(even2, even).intoArray(target, to + 2 * toStep);
        all(8).fma(odd2, odd).add(at(source, from + 5 * step)).intoArray(target, to + 3 * toStep);
    }

    /** G of F(4, 3): 3 weights to the products' right sides. */
    static void filter(float[] source, int from, int step, float[] target, int to, int toStep) {
        FloatVector g0 = at(source, from);
        FloatVector g1 = at(source, from + step);
        FloatVector g2 = at(source, from + 2 * step);
        g0.mul(1 / 4f).intoArray(target, to);
        FloatVector even = g0.add(g2).mul(-1 / 6f);
        all(-1 / 6f).fma(g1, even).intoArray(target, to + toStep);
        all(1 / 6f).fma(g1, even).intoArray(target, to + 2 * toStep);
        even = all(4).fma(g2, g0).mul(1 / 24f);
        all(1 / 12f).fma(g1, even).intoArray(target, to + 3 * toStep);
        all(-1 / 12f).fma(g1, even).intoArray(target, to + 4 * toStep);
        g2.intoArray(target, to + 5 * toStep);
    }

    /** G of F(3, 4) but for the factors of {@link #GRADIENT_FACTORS}: 4 pixels of a gradient to the right sides. */
    static void gradient(float[] source, int from, int step, float[] target, int to, int toStep) {
        FloatVector y0 = at(source, from);
        FloatVector y1 = at(source, from + step);
        FloatVector y2 = at(source, from + 2 * step);
        FloatVector y3 = at(source, from + 3 * step);
        y0.intoArray(target, to);
        FloatVector even = y0.add(y2);
        FloatVector odd = y1.add(y3);
        even.add(odd).intoArray(target, to + toStep);
        even.sub(odd).intoArray(target, to + 2 * toStep);
        even = all(4).fma(y2, y0);
        odd = all(4).fma(y3, y1);
        all(2).fma(odd, even).intoArray(target, to + 3 * toStep);
        all(-2).fma(odd, even).intoArray(target, to + 4 * toStep);
        y3.intoArray(target, to + 5 * toStep);
    }

    /** What {@link #gradient} leaves out, to be multiplied into the few sums instead of all pixels. */
    static final float[] GRADIENT_FACTORS = {1 / 4f, -1 / 6f, -1 / 6f, 1 / 24f, 1 / 24f, 1};

    /** Aᵀ of F(3, 4): 6 sums of products to 3 weights. */
    static void weights(float[] source, int from, int step, float[] target, int to, int toStep) {
        FloatVector m1 = at(source, from + step);
        FloatVector m2 = at(source, from + 2 * step);
        FloatVector m3 = at(source, from + 3 * step);
        FloatVector m4 = at(source, from + 4 * step);
        FloatVector even = m1.add(m2);
        FloatVector even2 = m3.add(m4);
        at(source, from).add(even).add(even2).intoArray(target, to);
        all(2).fma(m3.sub(m4), m1.sub(m2)).intoArray(target, to + toStep);
        all(4).fma(even2, even).add(at(source, from + 5 * step)).intoArray(target, to + 2 * toStep);
    }
}
