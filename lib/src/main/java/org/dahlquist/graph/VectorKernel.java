package org.dahlquist.graph;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Java Vector API, which the module {@code jdk.incubator.vector} brings.
 *
 * <p>Right vectors lie in panels of two SIMD vectors, left ones in groups of 12 or 6 rows, both component by component
 * ({@link VectorProducts}). A panel stays in the first-level cache while the groups of a chunk pass by from the second.
 */
final class VectorKernel extends ProductKernel {
    @Override
    public String name() {
        return "vector (" + VectorProducts.L + " floats)";
    }

    @Override
    ProductTile tile(int dimension) {
        return new VectorTile(dimension);
    }

    private static final class VectorTile extends ProductTile {
        private static final int ROWS = VectorProducts.ROWS;
        private static final int COLUMNS = VectorProducts.COLUMNS;
        private static final int L = VectorProducts.L;
        private static final VectorSpecies<Float> FLOATS = VectorProducts.FLOATS;
        private static final int PANEL_BYTES = 8 << 20;
        private static final int CHUNK_BYTES = 256 << 10;

        private final int dimension;
        private final int width;
        private final int height;
        private final float[] products = new float[ROWS * COLUMNS];
        private final double[] sums = new double[SquaredDistance.LANES];
        private float[] panels = {};
        private float[] groups = {};
        private int first;
        private int count;

        VectorTile(int dimension) {
            this.dimension = dimension;
            width = multiple(PANEL_BYTES / Float.BYTES / dimension, Nearness.PADDING, 16_384);
            height = multiple(CHUNK_BYTES / Float.BYTES / dimension, ROWS, 1020);
        }

        private static int multiple(int wanted, int of, int most) {
            return Math.max(of, Math.min(most, wanted) / of * of);
        }

        @Override
        int width() {
            return width;
        }

        @Override
        int height() {
            return height;
        }

        @Override
        void load(float[] vectors, int first, int count) {
            this.first = first;
            this.count = count;
            panels = interleave(vectors, first, count, COLUMNS, panels);
        }

        /** Groups of vectors, component by component, the last one filled up with zeros. */
        private float[] interleave(float[] vectors, int from, int rows, int group, float[] reused) {
            int padded = (rows + group - 1) / group * group;
            float[] target = reused.length >= padded * dimension ? reused : new float[padded * dimension];
            for (int row = 0; row < padded; row++) {
                int slot = row / group * group * dimension + row % group;
                int offset = (from + row) * dimension;
                for (int component = 0; component < dimension; component++, slot += group) {
                    target[slot] = row < rows ? vectors[offset + component] : 0;
                }
            }
            return target;
        }

        @Override
        void search(float[] vectors, int from, int rows, int column, Nearness left, Nearness right, PairSink sink) {
            groups = interleave(vectors, from, rows, ROWS, groups);
            for (int panel = (column - first) / COLUMNS * COLUMNS; panel < count; panel += COLUMNS) {
                for (int group = 0; group < rows; group += ROWS) {
                    VectorProducts.multiply(groups, group * dimension, panels, panel * dimension, dimension, products);
                    if (anyNear(from + group, first + panel, left, right)) {
                        report(from + group, first + panel, left, right, sink);
                    }
                }
            }
        }

        /** Whether a sign among nearness - bound is positive, by the bitwise and of all. */
        private boolean anyNear(int row, int column, Nearness left, Nearness right) {
            FloatVector halves0 = FloatVector.fromArray(FLOATS, right.halves(), column);
            FloatVector halves1 = FloatVector.fromArray(FLOATS, right.halves(), column + L);
            FloatVector bounds0 = FloatVector.fromArray(FLOATS, right.bounds(), column);
            FloatVector bounds1 = FloatVector.fromArray(FLOATS, right.bounds(), column + L);
            float[] rowHalves = left.halves();
            float[] rowBounds = left.bounds();
            IntVector signs = IntVector.broadcast(IntVector.SPECIES_PREFERRED, -1);
            for (int i = 0; i < ROWS; i++) {
                FloatVector half = FloatVector.broadcast(FLOATS, rowHalves[row + i]);
                FloatVector bound = FloatVector.broadcast(FLOATS, rowBounds[row + i]);
                FloatVector near0 = FloatVector.fromArray(FLOATS, products, i * COLUMNS)
                        .sub(halves0)
                        .sub(half);
                FloatVector near1 = FloatVector.fromArray(FLOATS, products, i * COLUMNS + L)
                        .sub(halves1)
                        .sub(half);
                signs = signs.and(near0.sub(bound).reinterpretAsInts())
                        .and(near0.sub(bounds0).reinterpretAsInts())
                        .and(near1.sub(bound).reinterpretAsInts())
                        .and(near1.sub(bounds1).reinterpretAsInts());
            }
            return signs.compare(VectorOperators.GE, 0).anyTrue();
        }

        private void report(int row, int column, Nearness left, Nearness right, PairSink sink) {
            for (int i = 0; i < ROWS; i++) {
                for (int half = 0; half < COLUMNS; half += L) {
                    FloatVector near = FloatVector.fromArray(FLOATS, products, i * COLUMNS + half)
                            .sub(FloatVector.fromArray(FLOATS, right.halves(), column + half))
                            .sub(left.halves()[row + i]);
                    VectorMask<Float> mask = near.compare(VectorOperators.GE, left.bounds()[row + i])
                            .or(near.compare(
                                    VectorOperators.GE, FloatVector.fromArray(FLOATS, right.bounds(), column + half)));
                    for (long lanes = mask.toLong(); lanes != 0; lanes &= lanes - 1) {
                        sink.accept(row + i, column + half + Long.numberOfTrailingZeros(lanes));
                    }
                }
            }
        }
    }
}
