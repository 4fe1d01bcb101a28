package org.dahlquist.graph;

import org.dahlquist.DahlquistException;

/** One block of a join: its vectors, their norms and limits, and their lists. */
final class JoinSide {
    private final Points points;
    private final NeighbourLists lists;
    private final HalfSquares halfSquares;

    /** A block whose lists may be null. */
    JoinSide(Points points, NeighbourLists lists) {
        if (lists != null && lists.rows() != points.size()) {
            throw DahlquistException.data(
                    "a block of %d points has %d lists of neighbours; each point has one", points.size(), lists.rows());
        }
        this.points = points;
        this.lists = lists;
        halfSquares = new HalfSquares(points);
    }

    Points points() {
        return points;
    }

    HalfSquares halfSquares() {
        return halfSquares;
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
        }
    }

    /** Lowers the limits of all rows to those of their lists, for a join with the other side. */
    void limitAll(JoinSide other) {
        for (int row = 0; lists != null && row < points.size(); row++) {
            halfSquares.limit(row, lists.limit(row), other.halfSquares);
        }
    }

    /** Offers a row of the other side to the list of a row. */
    void offer(int row, JoinSide other, int otherRow, double squaredDistance) {
        if (lists != null
                && squaredDistance <= lists.limit(row)
                && lists.offer(row, other.points.id(otherRow), squaredDistance)) {
            halfSquares.limit(row, lists.limit(row), other.halfSquares);
        }
    }
}
