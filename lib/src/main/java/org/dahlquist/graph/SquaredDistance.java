package org.dahlquist.graph;

/**
 * Squared distances in float64, summed in one fixed order by every kernel: component c goes to partial sum c mod 8, by
 * fused multiply-add, and the partial sums are added in pairs.
 */
final class SquaredDistance {
    /** Number of partial sums. */
    static final int LANES = 8;

    private SquaredDistance() {}

    /** Σ (x - y)² of the vectors at two offsets. */
    static double between(float[] left, int leftOffset, float[] right, int rightOffset, int dimension) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int c = 0;
        for (; c + LANES <= dimension; c += LANES) {
            int l = leftOffset + c;
            int r = rightOffset + c;
            s0 = add(s0, left[l], right[r]);
            s1 = add(s1, left[l + 1], right[r + 1]);
            s2 = add(s2, left[l + 2], right[r + 2]);
            s3 = add(s3, left[l + 3], right[r + 3]);
            s4 = add(s4, left[l + 4], right[r + 4]);
            s5 = add(s5, left[l + 5], right[r + 5]);
            s6 = add(s6, left[l + 6], right[r + 6]);
            s7 = add(s7, left[l + 7], right[r + 7]);
        }
        double[] rest = {s0, s1, s2, s3, s4, s5, s6, s7};
        return finish(rest, left, leftOffset, right, rightOffset, c, dimension);
    }

    /** Adds the components from {@code c} on, fewer than 8, to the partial sums and these to each other. */
    static double finish(
            double[] sums, float[] left, int leftOffset, float[] right, int rightOffset, int c, int dimension) {
        for (int lane = 0; c + lane < dimension; lane++) {
            sums[lane] = add(sums[lane], left[leftOffset + c + lane], right[rightOffset + c + lane]);
        }
        return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    }

    private static double add(double sum, float x, float y) {
        double difference = (double) x - y;
        return Math.fma(difference, difference, sum);
    }

    /** ‖x‖² of the vector at an offset. */
    static double fromOrigin(float[] vectors, int offset, int dimension) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int index = offset;
        for (; index + 4 <= offset + dimension; index += 4) {
            s0 = add(s0, vectors[index], 0);
            s1 = add(s1, vectors[index + 1], 0);
            s2 = add(s2, vectors[index + 2], 0);
            s3 = add(s3, vectors[index + 3], 0);
        }
        for (; index < offset + dimension; index++) {
            s0 = add(s0, vectors[index], 0);
        }
        return (s0 + s1) + (s2 + s3);
    }
}
