package org.dahlquist.graph;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * OpenBLAS, the build that ND4J brings along, on one thread for each join.
 *
 * <p>Vectors and products lie outside the heap, as arrays would be copied whole at each call; so each tile of products is
 * copied into the heap once and selected there.
 */
final class BlasKernel extends ProductKernel {
    /** Loads the library. */
    BlasKernel() {
        Loader.load(openblas.class);
        openblas.blas_set_num_threads(1);
    }

    @Override
    public String name() {
        return "blas (OpenBLAS)";
    }

    @Override
    ProductTile tile(int dimension) {
        return new BlasTile(dimension);
    }

    private static final class BlasTile extends ProductTile {
        private static final int WIDTH = 512;
        private static final int HEIGHT = 128;

        private final int dimension;
        private final FloatPointer columns;
        private final FloatPointer rows;
        private final FloatPointer productsOutside = new FloatPointer((long) HEIGHT * WIDTH);
        private final float[] products = new float[HEIGHT * WIDTH];
        private int first;

        BlasTile(int dimension) {
            this.dimension = dimension;
            columns = new FloatPointer((long) WIDTH * dimension);
            rows = new FloatPointer((long) HEIGHT * dimension);
        }

        @Override
        int width() {
            return WIDTH;
        }

        @Override
        int height() {
            return HEIGHT;
        }

        @Override
        void load(JoinSide right, int first, int count) {
            float[] vectors = right.values();
            this.first = first;
            columns.put(vectors, first * dimension, count * dimension);
        }

        @Override
        void search(JoinSide left, int from, int to, JoinSide right, int column, int end, PairSink sink) {
            multiply(left, from, to, column, end);
            int width = end - column;
            productsOutside.get(products, 0, (to - from) * width);
            for (int row = from; row < to; row++) {
                select(row, (row - from) * width, column, end, left.halfSquares(), right.halfSquares(), sink);
            }
        }

        @Override
        void multiply(JoinSide left, int from, int to, int column, int end) {
            int width = end - column;
            rows.put(left.values(), from * dimension, (to - from) * dimension);
            openblas.cblas_sgemm(
                    openblas.CblasRowMajor,
                    openblas.CblasNoTrans,
                    openblas.CblasTrans,
                    to - from,
                    width,
                    dimension,
                    1,
                    rows,
                    dimension,
                    columns.getPointer(FloatPointer.class, (long) (column - first) * dimension),
                    dimension,
                    0,
                    productsOutside,
                    width);
        }

        private void select(
                int row, int slot, int column, int end, HalfSquares left, HalfSquares right, PairSink sink) {
            float origin = left.origins()[row];
            float[] origins = right.origins();
            float[] limits = right.limits();
            float limit = left.limits()[row];
            for (int other = column; other < end; other++) {
                float halfSquare = origins[other] + origin - products[slot + other - column];
                if (halfSquare <= limit || halfSquare <= limits[other]) {
                    sink.accept(row, other, halfSquare);
                    limit = left.limits()[row];
                }
            }
        }

        @Override
        public void close() {
            columns.close();
            rows.close();
            productsOutside.close();
        }
    }
}
