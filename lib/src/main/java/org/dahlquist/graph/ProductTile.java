package org.dahlquist.graph;

/**
 * Some vectors of the right block, in the layout of a kernel, to be multiplied with vectors of the left one.
 *
 * <p>Pairs are found by half of their squared distance, ‖x‖²/2 + ‖y‖²/2 - x·y = ‖x - y‖²/2. Not thread-safe.
 */
abstract class ProductTile implements AutoCloseable {
    /** Most right vectors that it holds, a multiple of {@link HalfSquares#PADDING}. */
    abstract int width();

    /** Most left rows of a search. */
    abstract int height();

    /** Copies the {@code count} vectors from row {@code first} of the right block, with their half squares. */
    abstract void load(JoinSide right, int first, int count);

    /**
     * Reports each pair of a left row and a vector of the tile whose half square is within the limit of the one or of
     * the other, and maybe some more. The sink may lower limits meanwhile; a pair then is reported by its old or its new one.
     *
     * @param left the left block
     * @param from first row of the left block
     * @param to one after the last, at most {@link #height()} further
     * @param right the block loaded from
     * @param column first row of the right block, in the tile
     * @param end one after the last
     */
    abstract void search(JoinSide left, int from, int to, JoinSide right, int column, int end, PairSink sink);

    /** Takes the half squares of left rows with vectors of the tile, as in a search, for seeds of the latter. */
    void seed(JoinSide left, int from, int to, JoinSide right, int column, int end, LimitSeeds seeds) {
        for (int row = from; row < to; row += height()) {
            search(left, row, Math.min(to, row + height()), right, column, end, seeds);
        }
    }

    /** Only the products of such a search, to know what they alone cost. */
    abstract void multiply(JoinSide left, int from, int to, int column, int end);

    /** A block's rows along the directions of a projection, {@code float[size][directions]}, rounded in float32. */
    float[] project(JoinSide side, Projection projection) {
        int dimension = projection.dimension();
        int size = projection.size();
        float[] projected = new float[Math.multiplyExact(side.points().size(), size)];
        for (int index = 0; index < projected.length; index++) {
            int row = side.offset(index / size);
            int direction = index % size * dimension;
            float product = 0;
            for (int component = 0; component < dimension; component++) {
                product = Math.fma(
                        side.values()[row + component], projection.directions()[direction + component], product);
            }
            projected[index] = product;
        }
        return projected;
    }

    /** Σ (x - y)² in float64, in the order of {@link SquaredDistance}. */
    double squaredDistance(float[] left, int leftOffset, float[] right, int rightOffset, int dimension) {
        return SquaredDistance.between(left, leftOffset, right, rightOffset, dimension);
    }

    /** Gives memory outside the heap back. */
    @Override
    public void close() {}
}
