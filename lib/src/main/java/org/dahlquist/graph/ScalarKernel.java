package org.dahlquist.graph;

/**
 * Plain Java: HotSpot vectorises the loop over a transposed tile, because every component has an array of its own.
 *
 * <p>About 50 Gflop/s on one core with AVX2.
 */
final class ScalarKernel extends ProductKernel {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    ProductTile tile(int dimension) {
        return new ScalarTile(dimension);
    }

    private static final class ScalarTile extends ProductTile {
        private static final int WIDTH = 512;

        private final int dimension;
        private final float[][] components;
        private final float[] halfSquares = new float[WIDTH];
        private int first;
        private int count;

        ScalarTile(int dimension) {
            this.dimension = dimension;
            components = new float[dimension][WIDTH];
        }

        @Override
        int width() {
            return WIDTH;
        }

        @Override
        int height() {
            return WIDTH;
        }

        @Override
        void load(JoinSide right, int first, int count) {
            float[] vectors = right.values();
            this.first = first;
            this.count = count;
            for (int column = 0; column < count; column++) {
                int offset = (first + column) * dimension;
                for (int component = 0; component < dimension; component++) {
                    components[component][column] = vectors[offset + component];
                }
            }
        }

        @Override
        void search(JoinSide left, int from, int to, JoinSide right, int column, int end, PairSink sink) {
            HalfSquares rows = left.halfSquares();
            HalfSquares columns = right.halfSquares();
            for (int row = from; row < to; row++) {
                start(rows.origins()[row], columns.origins());
                multiply(left.values(), row * dimension);
                select(row, column - first, end - first, rows.limits(), columns.limits(), sink);
            }
        }

        @Override
        void multiply(JoinSide left, int from, int to, int column, int end) {
            for (int row = from; row < to; row++) {
                multiply(left.values(), row * dimension);
            }
        }

        private void start(float origin, float[] origins) {
            for (int column = 0; column < count; column++) {
                halfSquares[column] = origin + origins[first + column];
            }
        }

        private void multiply(float[] vectors, int offset) {
            int component = 0;
            for (; component + 4 <= dimension; component += 4) {
                addFour(halfSquares, count, components, component, vectors, offset + component);
            }
            for (; component < dimension; component++) {
                addOne(halfSquares, count, components[component], -vectors[offset + component]);
            }
        }

        private void select(int row, int from, int to, float[] rowLimits, float[] columnLimits, PairSink sink) {
            float limit = rowLimits[row];
            for (int column = from; column < to; column++) {
                if (halfSquares[column] <= limit || halfSquares[column] <= columnLimits[first + column]) {
                    sink.accept(row, first + column, halfSquares[column]);
                    limit = rowLimits[row];
                }
            }
        }

        private static void addFour(float[] sums, int width, float[][] rows, int row, float[] vector, int offset) {
            addFour(
                    sums,
                    width,
                    rows[row],
                    rows[row + 1],
                    rows[row + 2],
                    rows[row + 3],
                    -vector[offset],
                    -vector[offset + 1],
                    -vector[offset + 2],
                    -vector[offset + 3]);
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
                        Math.fma(
                                x2,
                                row2[column],
                                Math.fma(x1, row1[column], Math.fma(x0, row0[column], sums[column]))));
            }
        }

        private static void addOne(float[] sums, int width, float[] row, float x) {
            for (int column = 0; column < width; column++) {
                sums[column] = Math.fma(x, row[column], sums[column]);
            }
        }
    }
}
