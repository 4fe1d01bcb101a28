package org.dahlquist.graph;

import java.util.Arrays;

/**
 * A transposed panel of points and the inner products of one vector with all of them, in float32.
 *
 * <p>Each product is one chain of fused multiply-adds over the components in order, so its value depends neither on
 * the panel's width nor on its position. HotSpot vectorises the loops over the panel because every component has an
 * array of its own.
 */
final class ProductTile {
    static final int WIDTH = 512;

    private final int dimension;
    private final float[][] components;
    private final float[] products = new float[WIDTH];
    private int width;

    ProductTile(int dimension) {
        this.dimension = dimension;
        components = new float[dimension][WIDTH];
    }

    /** Transposes the points from {@code first} on, below {@code end} and as many as fit. */
    void load(Points points, int first, int end) {
        width = Math.min(WIDTH, end - first);
        float[] values = points.values();
        for (int column = 0; column < width; column++) {
            int offset = (first + column) * dimension;
            for (int component = 0; component < dimension; component++) {
                components[component][column] = values[offset + component];
            }
        }
    }

    int width() {
        return width;
    }

    /** Products of the vector at {@code offset} with every point of the panel, {@code float[width]}; reused. */
    float[] multiply(float[] vectors, int offset) {
        Arrays.fill(products, 0, width, 0f);
        int component = 0;
        for (; component + 4 <= dimension; component += 4) {
            addFour(products, width, components, component, vectors, offset + component);
        }
        for (; component < dimension; component++) {
            addOne(products, width, components[component], vectors[offset + component]);
        }
        return products;
    }

    private static void addFour(float[] sums, int width, float[][] rows, int row, float[] vector, int offset) {
        addFour(
                sums,
                width,
                rows[row],
                rows[row + 1],
                rows[row + 2],
                rows[row + 3],
                vector[offset],
                vector[offset + 1],
                vector[offset + 2],
                vector[offset + 3]);
    }

    // Ten parameters, because HotSpot only vectorises when arrays and factors are locals.
    private static void addFour(
            float[] sums,
            int width,
            float[] row0,
            float[] row1,
            float[] row2,
            float[] row3,
            float x0,
            float x1,
            float x2,
            float x3) {
        for (int column = 0; column < width; column++) {
            sums[column] = Math.fma(
                    x3,
                    row3[column],
                    Math.fma(x2, row2[column], Math.fma(x1, row1[column], Math.fma(x0, row0[column], sums[column]))));
        }
    }

    private static void addOne(float[] sums, int width, float[] row, float x) {
        for (int column = 0; column < width; column++) {
            sums[column] = Math.fma(x, row[column], sums[column]);
        }
    }
}
