package org.dahlquist.layer;

import java.nio.FloatBuffer;

/**
 * Σ weight·term over float32 values in main memory, element by element.
 *
 * <p>Works on blocks that fit into the cache, copied to {@code float[]}, because the compiler vectorises loops over
 * arrays, not over buffers. Not thread-safe.
 */
public final class FloatSum {
    private static final int BLOCK = 4096;

    private final double[] weights;
    private final FloatBuffer[] terms;
    private final float[] sum = new float[BLOCK];
    private final float[] block = new float[BLOCK];

    /**
     * A sum.
     *
     * @param weights one for each term
     * @param terms at least one; equally long
     */
    public FloatSum(double[] weights, FloatBuffer... terms) {
        this.weights = weights;
        this.terms = terms;
    }

    /** Writes the sum to {@code out}, as many values as that holds. */
    public void write(FloatBuffer out) {
        for (int start = 0; start < out.capacity(); start += BLOCK) {
            int length = Math.min(BLOCK, out.capacity() - start);
            compute(start, length);
            out.put(start, sum, 0, length);
        }
    }

    /** The scalar product of the sum with {@code other}, added up in float64. */
    public double dot(FloatBuffer other) {
        double dot = 0;
        for (int start = 0; start < other.capacity(); start += BLOCK) {
            int length = Math.min(BLOCK, other.capacity() - start);
            compute(start, length);
            other.get(start, block, 0, length);
            dot += dot(sum, block, length);
        }
        return dot;
    }

    private void compute(int start, int length) {
        terms[0].get(start, sum, 0, length);
        scale(sum, (float) weights[0], length);
        for (int i = 1; i < terms.length; i++) {
            terms[i].get(start, block, 0, length);
            add(sum, block, (float) weights[i], length);
        }
    }

    private static void scale(float[] sum, float weight, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] *= weight;
        }
    }

    private static void add(float[] sum, float[] block, float weight, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += weight * block[i];
        }
    }

    private static double dot(float[] left, float[] right, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
