package org.dahlquist.graph;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop: products of some left vectors with two SIMD vectors' worth of right ones, every sum in a register,
 * and which of them count.
 *
 * <p>32 registers (AVX-512) hold 8 rows of sums, 16 (AVX2) hold 6, so that 10 or 8 loads serve 16 or 12 fused
 * multiply-adds. The rows are written out, because HotSpot keeps vectors in registers only as locals. With 12 rows it
 * comes so close to its limit of nodes for inlining that one operation more makes it a hundred times slower.
 */
final class VectorProducts {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final int L = FLOATS.length();

    /** Left vectors taken at a time. */
    static final int ROWS = L >= 16 ? 8 : 6;

    /** Right vectors taken at a time. */
    static final int COLUMNS = 2 * L;

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final IntVector BITS = IntVector.broadcast(INTS, 1)
            .lanewise(VectorOperators.LSHL, IntVector.zero(INTS).addIndex(1));

    private VectorProducts() {}

    /**
     * Products of a group of left vectors with a panel of right ones.
     *
     * @param left component by component, {@code float[dimension][ROWS]} at {@code leftOffset}
     * @param right component by component, {@code float[dimension][COLUMNS]} at {@code rightOffset}
     * @param products {@code float[ROWS][COLUMNS]}; overwritten
     */
    static void multiply(
            float[] left, int leftOffset, float[] right, int rightOffset, int dimension, float[] products) {
        if (ROWS == 8) {
            multiply8(left, leftOffset, right, rightOffset, dimension, products);
        } else {
            multiply6(left, leftOffset, right, rightOffset, dimension, products);
        }
    }

    private static void multiply8(
            float[] left, int leftOffset, float[] right, int rightOffset, int dimension, float[] products) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = c00;
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = c10;
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = c20;
        FloatVector c30 = FloatVector.zero(FLOATS);
        FloatVector c31 = c30;
        FloatVector c40 = FloatVector.zero(FLOATS);
        FloatVector c41 = c40;
        FloatVector c50 = FloatVector.zero(FLOATS);
        FloatVector c51 = c50;
        FloatVector c60 = FloatVector.zero(FLOATS);
        FloatVector c61 = c60;
        FloatVector c70 = FloatVector.zero(FLOATS);
        FloatVector c71 = c70;
        for (int component = 0; component < dimension; component++) {
            int l = leftOffset + 8 * component;
            int r = rightOffset + 2 * L * component;
            FloatVector right0 = FloatVector.fromArray(FLOATS, right, r);
            FloatVector right1 = FloatVector.fromArray(FLOATS, right, r + L);
            FloatVector x = FloatVector.broadcast(FLOATS, left[l]);
            c00 = x.fma(right0, c00);
            c01 = x.fma(right1, c01);
            x = FloatVector.broadcast(FLOATS, left[l + 1]);
            c10 = x.fma(right0, c10);
            c11 = x.fma(right1, c11);
            x = FloatVector.broadcast(FLOATS, left[l + 2]);
            c20 = x.fma(right0, c20);
            c21 = x.fma(right1, c21);
            x = FloatVector.broadcast(FLOATS, left[l + 3]);
            c30 = x.fma(right0, c30);
            c31 = x.fma(right1, c31);
            x = FloatVector.broadcast(FLOATS, left[l + 4]);
            c40 = x.fma(right0, c40);
            c41 = x.fma(right1, c41);
            x = FloatVector.broadcast(FLOATS, left[l + 5]);
            c50 = x.fma(right0, c50);
            c51 = x.fma(right1, c51);
            x = FloatVector.broadcast(FLOATS, left[l + 6]);
            c60 = x.fma(right0, c60);
            c61 = x.fma(right1, c61);
            x = FloatVector.broadcast(FLOATS, left[l + 7]);
            c70 = x.fma(right0, c70);
            c71 = x.fma(right1, c71);
        }
        c00.intoArray(products, 0);
        c01.intoArray(products, L);
        c10.intoArray(products, 2 * L);
        c11.intoArray(products, 3 * L);
        c20.intoArray(products, 4 * L);
        c21.intoArray(products, 5 * L);
        c30.intoArray(products, 6 * L);
        c31.intoArray(products, 7 * L);
        c40.intoArray(products, 8 * L);
        c41.intoArray(products, 9 * L);
        c50.intoArray(products, 10 * L);
        c51.intoArray(products, 11 * L);
        c60.intoArray(products, 12 * L);
        c61.intoArray(products, 13 * L);
        c70.intoArray(products, 14 * L);
        c71.intoArray(products, 15 * L);
    }

    private static void multiply6(
            float[] left, int leftOffset, float[] right, int rightOffset, int dimension, float[] products) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = c00;
        FloatVector c10 = FloatVector.zero(FLOATS);
        FloatVector c11 = c10;
        FloatVector c20 = FloatVector.zero(FLOATS);
        FloatVector c21 = c20;
        FloatVector c30 = FloatVector.zero(FLOATS);
        FloatVector c31 = c30;
        FloatVector c40 = FloatVector.zero(FLOATS);
        FloatVector c41 = c40;
        FloatVector c50 = FloatVector.zero(FLOATS);
        FloatVector c51 = c50;
        for (int component = 0; component < dimension; component++) {
            int l = leftOffset + 6 * component;
            int r = rightOffset + 2 * L * component;
            FloatVector right0 = FloatVector.fromArray(FLOATS, right, r);
            FloatVector right1 = FloatVector.fromArray(FLOATS, right, r + L);
            FloatVector x = FloatVector.broadcast(FLOATS, left[l]);
            c00 = x.fma(right0, c00);
            c01 = x.fma(right1, c01);
            x = FloatVector.broadcast(FLOATS, left[l + 1]);
            c10 = x.fma(right0, c10);
            c11 = x.fma(right1, c11);
            x = FloatVector.broadcast(FLOATS, left[l + 2]);
            c20 = x.fma(right0, c20);
            c21 = x.fma(right1, c21);
            x = FloatVector.broadcast(FLOATS, left[l + 3]);
            c30 = x.fma(right0, c30);
            c31 = x.fma(right1, c31);
            x = FloatVector.broadcast(FLOATS, left[l + 4]);
            c40 = x.fma(right0, c40);
            c41 = x.fma(right1, c41);
            x = FloatVector.broadcast(FLOATS, left[l + 5]);
            c50 = x.fma(right0, c50);
            c51 = x.fma(right1, c51);
        }
        c00.intoArray(products, 0);
        c01.intoArray(products, L);
        c10.intoArray(products, 2 * L);
        c11.intoArray(products, 3 * L);
        c20.intoArray(products, 4 * L);
        c21.intoArray(products, 5 * L);
        c30.intoArray(products, 6 * L);
        c31.intoArray(products, 7 * L);
        c40.intoArray(products, 8 * L);
        c41.intoArray(products, 9 * L);
        c50.intoArray(products, 10 * L);
        c51.intoArray(products, 11 * L);
    }

    /**
     * Columns with a half square below the largest limit of the rows or the column's own: the sign of a difference then
     * is set.
     *
     * @param halfSquares of a group and a panel, {@code float[ROWS][COLUMNS]}
     * @param rowLimit of the group
     * @param columnLimits from {@code column} on
     * @return a bit for each such column
     */
    static int near(float[] halfSquares, float rowLimit, float[] columnLimits, int column) {
        IntVector near0 = near(halfSquares, 0, rowLimit, columnLimits, column);
        IntVector near1 = near(halfSquares, L, rowLimit, columnLimits, column + L);
        return bits(near0) | bits(near1) << L;
    }

    /** 1 if a column is {@link #near}, otherwise 0, without a branch. */
    static int isNear(float[] halfSquares, float rowLimit, float[] columnLimits, int column) {
        IntVector near0 = near(halfSquares, 0, rowLimit, columnLimits, column);
        IntVector near1 = near(halfSquares, L, rowLimit, columnLimits, column + L);
        return near0.or(near1).reduceLanes(VectorOperators.OR) >>> 31;
    }

    /**
     * As integers, because float minima also care for NaN, which costs as much as the products of a dozen components.
     * Negative floats then come first, but among themselves in no order that counts.
     */
    private static IntVector near(float[] halfSquares, int lane, float rowLimit, float[] columnLimits, int column) {
        IntVector least = FloatVector.fromArray(FLOATS, halfSquares, lane).reinterpretAsInts();
        for (int i = 1; i < ROWS; i++) {
            least = least.min(FloatVector.fromArray(FLOATS, halfSquares, i * COLUMNS + lane)
                    .reinterpretAsInts());
        }
        IntVector limit = FloatVector.fromArray(FLOATS, columnLimits, column)
                .reinterpretAsInts()
                .max(Float.floatToRawIntBits(rowLimit));
        return least.reinterpretAsFloats().sub(limit.reinterpretAsFloats()).reinterpretAsInts();
    }

    private static int bits(IntVector signs) {
        return signs.lanewise(VectorOperators.ASHR, 31).and(BITS).reduceLanes(VectorOperators.OR);
    }
}
