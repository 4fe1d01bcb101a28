package org.dahlquist.graph;

/** Panels of right vectors that stay in the first-level cache while groups of left ones pass by from the second. */
final class VectorTile extends ProductTile {
    private static final int ROWS = VectorProducts.ROWS;
    private static final int COLUMNS = VectorProducts.COLUMNS;
    private static final int PANEL_BYTES = 8 << 20;
    private static final int CHUNK_BYTES = 256 << 10;

    private final int dimension;
    private final int width;
    private final int height;
    private final VectorGroups groups;
    private final VectorGroups panels;
    private final float[] groupLimits;
    private final float[] halfSquares = new float[ROWS * COLUMNS];
    private final int[] found;
    private final double[] sums = new double[SquaredDistance.LANES];
    private final VectorPairs pairs = new VectorPairs();
    private VectorFilter filter;
    private int first;

    VectorTile(int dimension) {
        this.dimension = dimension;
        groups = new VectorGroups(ROWS, dimension, true);
        panels = new VectorGroups(COLUMNS, dimension, false);
        width = multiple(PANEL_BYTES / Float.BYTES / panels.depth(), HalfSquares.PADDING, 16_384);
        height = multiple(CHUNK_BYTES / Float.BYTES / groups.depth(), ROWS, 1024);
        groupLimits = new float[height / ROWS];
        found = new int[height / ROWS + 1];
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
    void load(JoinSide right, int first, int count) {
        this.first = first;
        panels.pack(right, first, count);
        filter = right.projected() == null ? null : new VectorFilter(right.projected(), first, count);
    }

    @Override
    void search(JoinSide left, int from, int to, JoinSide right, int column, int end, PairSink sink) {
        int rows = to - from;
        float[] limits = left.halfSquares().limits();
        float[] columnLimits = right.halfSquares().limits();
        groups.pack(left, from, rows);
        if (filter != null) {
            filter.pack(left.projected(), from, rows);
        }
        for (int group = 0; group < rows; group += ROWS) {
            groupLimits[group / ROWS] = largest(limits, from + group);
        }
        for (int panel = (column - first) / COLUMNS * COLUMNS; panel < end - first; panel += COLUMNS) {
            int count = filter == null || filter.isPaused() ? all(rows) : filter.near(panel, found);
            for (int at = 0; at < count; at++) {
                gather(found[at], panel, from, limits, columnLimits);
            }
            report(from, limits, columnLimits, sink);
        }
    }

    private void gather(int group, int panel, int from, float[] limits, float[] columnLimits) {
        multiply(group, panel, groups.depth());
        float limit = groupLimits[group / ROWS];
        if (VectorProducts.isNear(halfSquares, limit, columnLimits, first + panel) != 0) {
            int near = VectorProducts.near(halfSquares, limit, columnLimits, first + panel);
            pairs.add(halfSquares, near, from + group, limits, first + panel, columnLimits);
        }
    }

    /** Reports the pairs gathered that still are within a limit. */
    private void report(int from, float[] limits, float[] columnLimits, PairSink sink) {
        for (int at = 0; at < pairs.size(); at++) {
            int row = pairs.row(at);
            int column = pairs.column(at);
            float halfSquare = pairs.halfSquare(at);
            if (halfSquare < limits[row] || halfSquare < columnLimits[column]) {
                sink.accept(row, column, halfSquare);
            }
        }
        int refreshed = -1;
        for (int at = 0; at < pairs.size(); at++) {
            int group = (pairs.row(at) - from) / ROWS;
            if (group != refreshed) {
                refresh(group, from, limits);
                refreshed = group;
            }
        }
        pairs.clear();
    }

    private void refresh(int group, int from, float[] limits) {
        groupLimits[group] = largest(limits, from + group * ROWS);
        if (filter != null) {
            filter.refresh(group);
        }
    }

    private int all(int rows) {
        for (int group = 0; group < rows; group += ROWS) {
            found[group / ROWS] = group;
        }
        return (rows + ROWS - 1) / ROWS;
    }

    static float largest(float[] limits, int row) {
        float largest = limits[row];
        for (int i = 1; i < ROWS; i++) {
            largest = Math.max(largest, limits[row + i]);
        }
        return largest;
    }

    private void multiply(int group, int panel, int depth) {
        VectorProducts.multiply(
                groups.values(), groups.offset(group), panels.values(), panels.offset(panel), depth, halfSquares);
    }

    @Override
    void seed(JoinSide left, int from, int to, JoinSide right, int column, int end, LimitSeeds seeds) {
        int start = (column - first) / COLUMNS * COLUMNS;
        VectorSeeds panelSeeds = new VectorSeeds((end - first - start + COLUMNS - 1) / COLUMNS, seeds.k());
        for (int row = from; row < to; row += height) {
            int rows = Math.min(to, row + height) - row;
            groups.pack(left, row, rows);
            for (int panel = start; panel < end - first; panel += COLUMNS) {
                for (int group = 0; group < rows; group += ROWS) {
                    multiply(group, panel, groups.depth());
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
    void multiply(JoinSide left, int from, int to, int column, int end) {
        groups.pack(left, from, to - from);
        for (int panel = (column - first) / COLUMNS * COLUMNS; panel < end - first; panel += COLUMNS) {
            for (int group = 0; group < to - from; group += ROWS) {
                multiply(group, panel, dimension);
            }
        }
    }

    /** Directions take the place of right vectors. */
    @Override
    float[] project(JoinSide side, Projection projection) {
        int points = side.points().size();
        int size = projection.size();
        panels.pack(projection.directions(), null, 0, size, 1);
        float[] projected = new float[points * size];
        for (int from = 0; from < points; from += height) {
            int rows = Math.min(height, points - from);
            groups.pack(side.values(), side.order(), from, rows, 1);
            for (int panel = 0; panel < size; panel += COLUMNS) {
                int count = Math.min(COLUMNS, size - panel);
                for (int group = 0; group < rows; group += ROWS) {
                    multiply(group, panel, dimension);
                    for (int i = 0; i < Math.min(ROWS, rows - group); i++) {
                        System.arraycopy(halfSquares, i * COLUMNS, projected, (from + group + i) * size + panel, count);
                    }
                }
            }
        }
        return projected;
    }

    @Override
    double squaredDistance(float[] left, int leftOffset, float[] right, int rightOffset, int dimension) {
        return VectorDistance.between(left, leftOffset, right, rightOffset, dimension, sums);
    }
}
