package org.dahlquist.graph;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost products: some left vectors by two SIMD vectors' worth of right ones, every sum in a register.
 *
 * <p>32 registers (AVX-512) hold 12 rows of sums, 16 (AVX2) hold 6; each component then costs one load for several fused
 * multiply-adds. The loops over the rows are written out, because HotSpot keeps vectors in registers only as locals.
 */
final class VectorProducts {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final int L = FLOATS.length();

    /** Rows of left vectors multiplied at a time. */
    static final int ROWS = L >= 16 ? 12 : 6;

    /** Right vectors multiplied at a time. */
    static final int COLUMNS = 2 * L;

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
        if (ROWS == 12) {
            multiply12(left, leftOffset, right, rightOffset, dimension, products);
        } else {
            multiply6(left, leftOffset, right, rightOffset, dimension, products);
        }
    }

    private static void multiply12(
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
        FloatVector c80 = FloatVector.zero(FLOATS);
        FloatVector c81 = c80;
        FloatVector c90 = FloatVector.zero(FLOATS);
        FloatVector c91 = c90;
        FloatVector ca0 = FloatVector.zero(FLOATS);
        FloatVector ca1 = ca0;
        FloatVector cb0 = FloatVector.zero(FLOATS);
        FloatVector cb1 = cb0;
        for (int component = 0; component < dimension; component++) {
            int l = leftOffset + 12 * component;
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
            x = FloatVector.broadcast(FLOATS, left[l + 8]);
            c80 = x.fma(right0, c80);
            c81 = x.fma(right1, c81);
            x = FloatVector.broadcast(FLOATS, left[l + 9]);
            c90 = x.fma(right0, c90);
            c91 = x.fma(right1, c91);
            x = FloatVector.broadcast(FLOATS, left[l + 10]);
            ca0 = x.fma(right0, ca0);
            ca1 = x.fma(right1, ca1);
            x = FloatVector.broadcast(FLOATS, left[l + 11]);
            cb0 = x.fma(right0, cb0);
            cb1 = x.fma(right1, cb1);
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
        c80.intoArray(products, 16 * L);
        c81.intoArray(products, 17 * L);
        c90.intoArray(products, 18 * L);
        c91.intoArray(products, 19 * L);
        ca0.intoArray(products, 20 * L);
        ca1.intoArray(products, 21 * L);
        cb0.intoArray(products, 22 * L);
        cb1.intoArray(products, 23 * L);
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
}
