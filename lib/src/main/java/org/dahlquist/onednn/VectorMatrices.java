package org.dahlquist.onednn;

import static org.dahlquist.onednn.WinogradConvolution.BLOCK;

import jdk.incubator.vector.FloatVector;

/**
 * Products of 16×16 matrices in row-major order, each at an offset, whose sums stay in registers.
 *
 * <p>Written out, because HotSpot keeps vectors in registers only as locals, and with constant strides, because it joins
 * the bounds checks of constant offsets only.
 */
final class VectorMatrices {
    private static final int C = BLOCK;

    private VectorMatrices() {}

    private static FloatVector at(float[] values, int offset) {
        return FloatVector.fromArray(VectorTransforms.FLOATS, values, offset);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(VectorTransforms.FLOATS, value);
    }

    /**
     * target = Σ left · right over pairs of matrices.
     *
     * @param leftStep from one left matrix to the next; right ones follow each other
     * @param pairs number of pairs
     */
    static void multiply(
            float[] left, int leftFrom, int leftStep, float[] right, int rightFrom, int pairs, float[] target, int to) {
        FloatVector c0 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c1 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c2 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c3 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c4 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c5 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c6 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c7 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c8 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c9 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c10 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c11 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c12 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c13 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c14 = FloatVector.zero(VectorTransforms.FLOATS);
        FloatVector c15 = FloatVector.zero(VectorTransforms.FLOATS);
        for (int pair = 0; pair < pairs; pair++) {
            int first = leftFrom + pair * leftStep;
            int row = rightFrom + pair * C * C;
            for (int i = 0; i < C; i++) {
                FloatVector x = at(right, row + i * C);
                int l = first + i;
                c0 = x.fma(all(left[l + 0 * C]), c0);
                c1 = x.fma(all(left[l + 1 * C]), c1);
                c2 = x.fma(all(left[l + 2 * C]), c2);
                c3 = x.fma(all(left[l + 3 * C]), c3);
                c4 = x.fma(all(left[l + 4 * C]), c4);
                c5 = x.fma(all(left[l + 5 * C]), c5);
                c6 = x.fma(all(left[l + 6 * C]), c6);
                c7 = x.fma(all(left[l + 7 * C]), c7);
                c8 = x.fma(all(left[l + 8 * C]), c8);
                c9 = x.fma(all(left[l + 9 * C]), c9);
                c10 = x.fma(all(left[l + 10 * C]), c10);
                c11 = x.fma(all(left[l + 11 * C]), c11);
                c12 = x.fma(all(left[l + 12 * C]), c12);
                c13 = x.fma(all(left[l + 13 * C]), c13);
                c14 = x.fma(all(left[l + 14 * C]), c14);
                c15 = x.fma(all(left[l + 15 * C]), c15);
            }
        }
        c0.intoArray(target, to + 0 * C);
        c1.intoArray(target, to + 1 * C);
        c2.intoArray(target, to + 2 * C);
        c3.intoArray(target, to + 3 * C);
        c4.intoArray(target, to + 4 * C);
        c5.intoArray(target, to + 5 * C);
        c6.intoArray(target, to + 6 * C);
        c7.intoArray(target, to + 7 * C);
        c8.intoArray(target, to + 8 * C);
        c9.intoArray(target, to + 9 * C);
        c10.intoArray(target, to + 10 * C);
        c11.intoArray(target, to + 11 * C);
        c12.intoArray(target, to + 12 * C);
        c13.intoArray(target, to + 13 * C);
        c14.intoArray(target, to + 14 * C);
        c15.intoArray(target, to + 15 * C);
    }

    /** target += leftᵀ · right. */
    static void addTransposed(float[] left, int leftFrom, float[] right, int rightFrom, float[] target, int to) {
        FloatVector c0 = at(target, to + 0 * C);
        FloatVector c1 = at(target, to + 1 * C);
        FloatVector c2 = at(target, to + 2 * C);
        FloatVector c3 = at(target, to + 3 * C);
        FloatVector c4 = at(target, to + 4 * C);
        FloatVector c5 = at(target, to + 5 * C);
        FloatVector c6 = at(target, to + 6 * C);
        FloatVector c7 = at(target, to + 7 * C);
        FloatVector c8 = at(target, to + 8 * C);
        FloatVector c9 = at(target, to + 9 * C);
        FloatVector c10 = at(target, to + 10 * C);
        FloatVector c11 = at(target, to + 11 * C);
        FloatVector c12 = at(target, to + 12 * C);
        FloatVector c13 = at(target, to + 13 * C);
        FloatVector c14 = at(target, to + 14 * C);
        FloatVector c15 = at(target, to + 15 * C);
        for (int i = 0; i < C; i++) {
            FloatVector x = at(right, rightFrom + i * C);
            int l = leftFrom + i * C;
            c0 = x.fma(all(left[l + 0]), c0);
            c1 = x.fma(all(left[l + 1]), c1);
            c2 = x.fma(all(left[l + 2]), c2);
            c3 = x.fma(all(left[l + 3]), c3);
            c4 = x.fma(all(left[l + 4]), c4);
            c5 = x.fma(all(left[l + 5]), c5);
            c6 = x.fma(all(left[l + 6]), c6);
            c7 = x.fma(all(left[l + 7]), c7);
            c8 = x.fma(all(left[l + 8]), c8);
            c9 = x.fma(all(left[l + 9]), c9);
            c10 = x.fma(all(left[l + 10]), c10);
            c11 = x.fma(all(left[l + 11]), c11);
            c12 = x.fma(all(left[l + 12]), c12);
            c13 = x.fma(all(left[l + 13]), c13);
            c14 = x.fma(all(left[l + 14]), c14);
            c15 = x.fma(all(left[l + 15]), c15);
        }
        c0.intoArray(target, to + 0 * C);
        c1.intoArray(target, to + 1 * C);
        c2.intoArray(target, to + 2 * C);
        c3.intoArray(target, to + 3 * C);
        c4.intoArray(target, to + 4 * C);
        c5.intoArray(target, to + 5 * C);
        c6.intoArray(target, to + 6 * C);
        c7.intoArray(target, to + 7 * C);
        c8.intoArray(target, to + 8 * C);
        c9.intoArray(target, to + 9 * C);
        c10.intoArray(target, to + 10 * C);
        c11.intoArray(target, to + 11 * C);
        c12.intoArray(target, to + 12 * C);
        c13.intoArray(target, to + 13 * C);
        c14.intoArray(target, to + 14 * C);
        c15.intoArray(target, to + 15 * C);
    }
}
