package org.dahlquist.graph;

import org.dahlquist.DahlquistException;

/** One block of a join: its vectors, their norms and limits, and their lists. */
final class JoinSide {
    private final Points points;
    private final NeighbourLists lists;
    private final int[] order;
    private final HalfSquares halfSquares;
    private ProjectedSide projected;

    /** A block whose lists may be null, its rows in the order of the points. */
    JoinSide(Points points, NeighbourLists lists) {
        this(points, lists, null);
    }

    /**
     * A block whose lists may be null, its rows in another order than the points.
     *
     * @param order the point of each row, {@code int[size]}; null if they are in order
     */
    JoinSide(Points points, NeighbourLists lists, int[] order) {
        if (lists != null && lists.rows() != points.size()) {
            throw DahlquistException.data(
                    "a block of %d points has %d lists of neighbours; each point has one", points.size(), lists.rows());
        }
        this.points = points;
        this.lists = lists;
        this.order = order;
        halfSquares = new HalfSquares(points.values(), points.dimension(), order);
    }

    Points points() {
        return points;
    }

    /** All features, {@code float[size][dimension]}; not a copy. */
    float[] values() {
        return points.values();
    }

    /** The point of each row, {@code int[size]}; null if they are in order. */
    int[] order() {
        return order;
    }

    /** Where the features of a row begin. */
    int offset(int row) {
        return point(row) * points.dimension();
    }

    HalfSquares halfSquares() {
        return halfSquares;
    }

    /** The points along a few directions; null if the join does without. */
    ProjectedSide projected() {
        return projected;
    }

    /** Projects the points, before any limit is set; the other side has to be projected as well. */
    void project(Projection projection, ProductTile tile) {
        projected = new ProjectedSide(projection, tile.project(this, projection));
    }

    /** Room for neighbours of a row; 0 if they are not wanted. */
    int k() {
        return lists == null ? 0 : lists.k();
    }

    /** Whether the lists have met no point yet. */
    boolean isNew() {
        return lists != null && lists.rows() > 0 && lists.size(0) == 0;
    }

    /** Lets every pair of any row count. */
    void open() {
        for (int row = 0; lists != null && row < points.size(); row++) {
            halfSquares.open(row);
            if (projected != null) {
                projected.halfSquares().open(row);
            }
        }
    }

    /** Lowers the limits of all rows to those of their lists, for a join with the other side. */
    void limitAll(JoinSide other) {
        for (int row = 0; lists != null && row < points.size(); row++) {
            limit(row, lists.limit(point(row)), other);
        }
    }

    private int point(int row) {
        return order == null ? row : order[row];
    }

    /** Lowers a row's limit by the half square in float32 of the k-th of some points of the other side. */
    void seed(int row, float kth, JoinSide other) {
        limit(row, halfSquares.square(row, kth, other.halfSquares), other);
    }

    /** Offers a row of the other side to the list of a row. */
    void offer(int row, JoinSide other, int otherRow, double squaredDistance) {
        if (lists == null) {
            return;
        }
        int point = point(row);
        if (squaredDistance <= lists.limit(point)
                && lists.offer(point, other.points.id(other.point(otherRow)), squaredDistance)) {
            limit(row, lists.limit(point), other);
        }
    }

    private void limit(int row, double square, JoinSide other) {
        halfSquares.limit(row, square, other.halfSquares);
        if (projected != null) {
            projected.limit(row, square, halfSquares.square(row), other.projected);
        }
    }
}
