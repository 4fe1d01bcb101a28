package org.dahlquist.graph;

import java.util.Optional;
import org.dahlquist.DahlquistException;

/**
 * Exact nearest neighbours among the points of two blocks, each product of two points computed once and used for both.
 *
 * <p>Products in float32 show which pairs are near enough that one of the points may belong to the other's list, with
 * the bound of their rounding error allowed for ({@link HalfSquares}); the distances of those are computed by subtraction
 * in float64 and decide, ties by the smaller id. So the lists hold the true neighbours, equal for every kernel, tiling
 * and order of the blocks. Where products could overflow in float32, all distances are computed in float64.
 *
 * <p>Cost: n m d fused multiply-adds in float32 for blocks of n and m points, half of that for a block with itself, and
 * about k ln(n / k) distances per row over all its blocks. Thread-safe, but the lists are not.
 */
public final class BlockJoin {
    /** Fewer points in a block do not pay for their order and projection. */
    private static final int PROJECTED_POINTS = 1024;

    private final ProductKernel kernel;
    private final Metric metric;
    private final BlockOrders orders = new BlockOrders();
    private Optional<Projection> projection;
    private int projectedDimension;

    /** Joins by a kernel in a metric. */
    public BlockJoin(ProductKernel kernel, Metric metric) {
        this.kernel = kernel;
        this.metric = metric;
    }

    /**
     * The same join, for blocks of some points: it skips what a sample of them all shows to be skipped. Without it the
     * first block is the sample.
     */
    public BlockJoin of(Points points) {
        BlockJoin join = new BlockJoin(kernel, metric);
        join.projection(points);
        return join;
    }

    /** Directions from the first points seen of a dimension. */
    private synchronized Optional<Projection> projection(Points points) {
        if (projectedDimension != points.dimension()) {
            projectedDimension = points.dimension();
            projection = kernel.projects() ? Projection.of(points, metric) : Optional.empty();
        }
        return projection;
    }

    /** Whether products of the points of two blocks can be skipped, and are enough to pay for it. */
    private boolean skips(Points left, Points right) {
        return kernel.projects() && Math.min(left.size(), right.size()) >= PROJECTED_POINTS;
    }

    private JoinSide side(Points block, NeighbourLists lists, boolean skips) {
        return new JoinSide(metric.points(block), lists, skips ? orders.of(block, this) : null);
    }

    private void project(JoinSide rows, JoinSide columns, Points sample, ProductTile tile) {
        projection(sample).ifPresent(directions -> {
            rows.project(directions, tile);
            if (columns != rows) {
                columns.project(directions, tile);
            }
        });
    }

    /**
     * Offers the points of each block to the lists of the other.
     *
     * @param left points of one dimension
     * @param right other points of that dimension
     * @param ofLeft lists of the left points; changed
     * @param ofRight lists of the right points; changed; or null if they are not wanted
     * @throws DahlquistException DATA if dimensions or rows do not fit, or the metric is undefined for a point
     */
    public void join(Points left, Points right, NeighbourLists ofLeft, NeighbourLists ofRight) {
        if (left.dimension() != right.dimension()) {
            throw DahlquistException.data(
                    "points of %d features cannot be joined with points of %d; all must come from one model",
                    left.dimension(), right.dimension());
        }
        try (ProductTile tile = kernel.tile(left.dimension())) {
            boolean skips = skips(left, right);
            JoinSide rows = side(left, ofLeft, skips);
            JoinSide columns = side(right, ofRight, skips);
            if (skips) {
                project(rows, columns, left, tile);
            }
            new Pairs(rows, columns, tile).search();
        }
    }

    /**
     * Offers the points of a block to each other's lists; no point to its own.
     *
     * @param block the points
     * @param lists their lists; changed
     * @throws DahlquistException DATA if the rows do not fit, or the metric is undefined for a point
     */
    public void selfJoin(Points block, NeighbourLists lists) {
        try (ProductTile tile = kernel.tile(block.dimension())) {
            boolean skips = skips(block, block);
            JoinSide side = side(block, lists, skips);
            if (skips) {
                project(side, side, block, tile);
            }
            new Pairs(side, side, tile).search();
        }
    }

    /** The pairs of two sides; of a side with itself, those whose left row is the smaller. */
    private static final class Pairs implements PairSink {
        private final JoinSide rows;
        private final JoinSide columns;
        private final ProductTile tile;
        private final int dimension;

        Pairs(JoinSide rows, JoinSide columns, ProductTile tile) {
            this.rows = rows;
            this.columns = columns;
            this.tile = tile;
            dimension = rows.points().dimension();
        }

        void search() {
            if (!rows.halfSquares().isFiniteWith(columns.halfSquares())) {
                acceptAll();
                return;
            }
            rows.open();
            int seeds = LimitSeeds.columns(columns.points().size(), rows.k());
            if (rows.isNew() && seeds > 0) {
                seed(seeds);
            }
            rows.limitAll(columns);
            if (columns != rows) {
                columns.open();
                columns.limitAll(rows);
            }
            for (int first = 0; first < columns.points().size(); first += tile.width()) {
                int end = Math.min(columns.points().size(), first + tile.width());
                tile.load(columns, first, end - first);
                if (rows == columns) {
                    searchTriangle(first, end);
                } else {
                    searchRows(0, rows.points().size(), first, end);
                }
            }
        }

        /** Limits for the rows from the first columns; of a block with itself, from those about the row and itself. */
        private void seed(int count) {
            boolean self = rows == columns;
            LimitSeeds seeds = new LimitSeeds(self ? rows.k() + 1 : rows.k(), rows.halfSquares());
            int size = rows.points().size();
            int step = Math.min(count, tile.width());
            for (int first = 0; first < size; first += step) {
                int end = Math.min(size, first + step);
                int column = self ? Math.min(first, size - count) : 0;
                tile.load(rows, first, end - first);
                tile.seed(columns, column, column + count, rows, first, end, seeds);
            }
            rows.open();
            for (int row = 0; row < size; row++) {
                rows.seed(row, seeds.kth(row), columns);
            }
        }

        private void searchTriangle(int first, int end) {
            for (int row = 0; row < end; row += tile.height()) {
                searchRows(row, Math.min(end, row + tile.height()), Math.max(first, row), end);
            }
        }

        private void searchRows(int from, int to, int column, int end) {
            for (int row = from; row < to; row += tile.height()) {
                int last = Math.min(to, row + tile.height());
                tile.search(rows, row, last, columns, column, end, this);
            }
        }

        private void acceptAll() {
            for (int row = 0; row < rows.points().size(); row++) {
                for (int column = 0; column < columns.points().size(); column++) {
                    accept(row, column, 0);
                }
            }
        }

        @Override
        public void accept(int row, int column, float halfSquare) {
            if (rows == columns && row >= column) {
                return;
            }
            double square = tile.squaredDistance(
                    rows.values(), rows.offset(row), columns.values(), columns.offset(column), dimension);
            rows.offer(row, columns, column, square);
            columns.offer(column, rows, row, square);
        }
    }
}
