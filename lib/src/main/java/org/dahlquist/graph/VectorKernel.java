package org.dahlquist.graph;

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
        private static final int PANEL_BYTES = 8 << 20;
        private static final int CHUNK_BYTES = 256 << 10;

        private final int dimension;
        private final int depth;
        private final int width;
        private final int height;
        private final float[] halfSquares = new float[ROWS * COLUMNS];
        private final double[] sums = new double[SquaredDistance.LANES];
        private float[] panels = {};
        private float[] groups = {};
        private int first;

        VectorTile(int dimension) {
            this.dimension = dimension;
            depth = dimension + 2;
            width = multiple(PANEL_BYTES / Float.BYTES / depth, HalfSquares.PADDING, 16_384);
            height = multiple(CHUNK_BYTES / Float.BYTES / depth, ROWS, 1024);
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
        void load(float[] vectors, int first, int count, HalfSquares right) {
            this.first = first;
            panels = interleave(vectors, first, count, right, COLUMNS, false, panels);
        }

        /**
         * Groups of vectors, component by component times a sign, with two components more, so that a product of a left and
         * a right vector is a half square: ‖x‖²/2 and 1 on the left, 1 and ‖y‖²/2 on the right.
         */
        private float[] interleave(
                float[] vectors,
                int from,
                int count,
                HalfSquares halfSquares,
                int group,
                boolean left,
                float[] reused) {
            int padded = (count + group - 1) / group * group;
            float[] target = reused.length >= padded * depth ? reused : new float[padded * depth];
            float sign = left ? -1 : 1;
            for (int row = 0; row < padded; row++) {
                int slot = row / group * group * depth + row % group;
                int offset = (from + row) * dimension;
                for (int component = 0; component < dimension; component++, slot += group) {
                    target[slot] = row < count ? sign * vectors[offset + component] : 0;
                }
                float halfSquare = row < count ? halfSquares.origins()[from + row] : HalfSquares.PADDED_ORIGIN;
                target[slot] = left ? halfSquare : 1;
                target[slot + group] = left ? 1 : halfSquare;
            }
            return target;
        }

        @Override
        void search(
                float[] vectors,
                int from,
                int to,
                int column,
                int end,
                HalfSquares left,
                HalfSquares right,
                PairSink sink) {
            int rows = to - from;
            groups = interleave(vectors, from, rows, left, ROWS, true, groups);
            for (int panel = (column - first) / COLUMNS * COLUMNS; panel < end - first; panel += COLUMNS) {
                for (int group = 0; group < rows; group += ROWS) {
                    VectorProducts.multiply(groups, group * depth, panels, panel * depth, depth, halfSquares);
                    int near = VectorProducts.near(
                            halfSquares, left.limits(), from + group, right.limits(), first + panel);
                    if (near != 0) {
                        report(near, from + group, first + panel, left.limits(), right.limits(), sink);
                    }
                }
            }
        }

        private void report(int near, int row, int column, float[] limits, float[] columnLimits, PairSink sink) {
            for (int bits = near; bits != 0; bits &= bits - 1) {
                int lane = Integer.numberOfTrailingZeros(bits);
                for (int i = 0; i < ROWS; i++) {
                    float halfSquare = halfSquares[i * COLUMNS + lane];
                    if (halfSquare < limits[row + i] || halfSquare < columnLimits[column + lane]) {
                        sink.accept(row + i, column + lane, halfSquare);
                    }
                }
            }
        }

        @Override
        void seed(
                float[] vectors,
                int from,
                int to,
                int column,
                int end,
                HalfSquares left,
                HalfSquares right,
                LimitSeeds seeds) {
            int start = (column - first) / COLUMNS * COLUMNS;
            VectorSeeds panelSeeds = new VectorSeeds((end - first - start + COLUMNS - 1) / COLUMNS, seeds.k());
            for (int row = from; row < to; row += height) {
                int rows = Math.min(to, row + height) - row;
                groups = interleave(vectors, row, rows, left, ROWS, true, groups);
                for (int panel = start; panel < end - first; panel += COLUMNS) {
                    for (int group = 0; group < rows; group += ROWS) {
                        VectorProducts.multiply(groups, group * depth, panels, panel * depth, depth, halfSquares);
                        panelSeeds.add((panel - start) / COLUMNS, halfSquares);
                    }
                }
            }
            for (int row = column; row < end; row++) {
                int place = row - first - start;
                seeds.limit(row, panelSeeds.kth(place / COLUMNS, place % COLUMNS));
            }
        }

        @Override
        void multiply(float[] vectors, int from, int to, int column, int end, HalfSquares left) {
            groups = interleave(vectors, from, to - from, left, ROWS, true, groups);
            for (int panel = (column - first) / COLUMNS * COLUMNS; panel < end - first; panel += COLUMNS) {
                for (int group = 0; group < to - from; group += ROWS) {
                    VectorProducts.multiply(groups, group * depth, panels, panel * depth, dimension, halfSquares);
                }
            }
        }

        @Override
        double squaredDistance(float[] left, int leftOffset, float[] right, int rightOffset, int dimension) {
            return VectorDistance.between(left, leftOffset, right, rightOffset, dimension, sums);
        }
    }
}
