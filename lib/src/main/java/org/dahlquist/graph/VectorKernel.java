package org.dahlquist.graph;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Java Vector API, which the module {@code jdk.incubator.vector} brings.
 *
 * <p>Right vectors lie in panels of two SIMD vectors, left ones in groups of 8 or 6 rows, both component by component
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

        VectorTile(int dimension) {
            this.dimension = dimension;
            width = multiple(PANEL_BYTES / Float.BYTES / dimension, Nearness.PADDING, 16_384);
            height = multiple(CHUNK_BYTES / Float.BYTES / dimension, ROWS, 1024);
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
        void search(
                float[] vectors, int from, int to, int column, int end, Nearness left, Nearness right, PairSink sink) {
            int rows = to - from;
            groups = interleave(vectors, from, rows, ROWS, groups);
            for (int panel = (column - first) / COLUMNS * COLUMNS; panel < end - first; panel += COLUMNS) {
                for (int group = 0; group < rows; group += ROWS) {
                    int row = from + group;
                    VectorProducts.multiply(groups, group * dimension, panels, panel * dimension, dimension, products);
                    if (reaches(row, first + panel, left, right)) {
                        report(row, first + panel, left, right, sink);
                    }
                }
            }
        }

        @Override
        void multiply(float[] vectors, int from, int to, int column, int end) {
            groups = interleave(vectors, from, to - from, ROWS, groups);
            for (int panel = (column - first) / COLUMNS * COLUMNS; panel < end - first; panel += COLUMNS) {
                for (int group = 0; group < to - from; group += ROWS) {
                    VectorProducts.multiply(groups, group * dimension, panels, panel * dimension, dimension, products);
                }
            }
        }

        /** Whether any pair's nearness reaches a bound: the sign of a difference then isn't set. */
        private boolean reaches(int row, int column, Nearness left, Nearness right) {
            FloatVector origins0 = FloatVector.fromArray(FLOATS, right.origins(), column);
            FloatVector origins1 = FloatVector.fromArray(FLOATS, right.origins(), column + L);
            FloatVector bounds0 = FloatVector.fromArray(FLOATS, right.bounds(), column);
            FloatVector bounds1 = FloatVector.fromArray(FLOATS, right.bounds(), column + L);
            IntVector signs0 = IntVector.broadcast(IntVector.SPECIES_PREFERRED, -1);
            IntVector signs1 = signs0;
            float[] origins = left.origins();
            float[] bounds = left.bounds();
            for (int i = 0; i < ROWS; i++) {
                FloatVector origin = FloatVector.broadcast(FLOATS, origins[row + i]);
                FloatVector bound = FloatVector.broadcast(FLOATS, bounds[row + i]);
                signs0 = signs0.and(signs(i * COLUMNS, origins0, origin, bound, bounds0));
                signs1 = signs1.and(signs(i * COLUMNS + L, origins1, origin, bound, bounds1));
            }
            return signs0.and(signs1).compare(VectorOperators.GE, 0).anyTrue();
        }

        /** Negative where the nearness is below both bounds: the bitwise and of the differences. */
        private IntVector signs(
                int slot, FloatVector origins, FloatVector origin, FloatVector bound, FloatVector bounds) {
            FloatVector near =
                    FloatVector.fromArray(FLOATS, products, slot).add(origins).add(origin);
            return near.sub(bound).reinterpretAsInts().and(near.sub(bounds).reinterpretAsInts());
        }

        private void report(int row, int column, Nearness left, Nearness right, PairSink sink) {
            for (int i = 0; i < ROWS; i++) {
                for (int part = 0; part < COLUMNS; part += L) {
                    IntVector signs = signs(
                            i * COLUMNS + part,
                            FloatVector.fromArray(FLOATS, right.origins(), column + part),
                            FloatVector.broadcast(FLOATS, left.origins()[row + i]),
                            FloatVector.broadcast(FLOATS, left.bounds()[row + i]),
                            FloatVector.fromArray(FLOATS, right.bounds(), column + part));
                    if (signs.compare(VectorOperators.GE, 0).anyTrue()) {
                        reportLanes(row + i, column + part, i * COLUMNS + part, left, right, sink);
                    }
                }
            }
        }

        // One by one, because turning a mask into a number is no single instruction in Java 17.
        private void reportLanes(int row, int column, int slot, Nearness left, Nearness right, PairSink sink) {
            float origin = left.origins()[row];
            for (int lane = 0; lane < L; lane++) {
                float near = products[slot + lane] + right.origins()[column + lane] + origin;
                if (near >= left.bounds()[row] || near >= right.bounds()[column + lane]) {
                    sink.accept(row, column + lane);
                }
            }
        }

        @Override
        double squaredDistance(float[] left, int leftOffset, float[] right, int rightOffset, int dimension) {
            return VectorDistance.between(left, leftOffset, right, rightOffset, dimension, sums);
        }
    }
}
