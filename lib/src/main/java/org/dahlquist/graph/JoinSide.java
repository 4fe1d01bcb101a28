package org.dahlquist.graph;

import org.dahlquist.DahlquistException;

/** One block of a join: its vectors, their norms and bounds, and their lists. */
final class JoinSide {
    private final Points points;
    private final NeighbourLists lists;
    private final Nearness nearness;

    /** A block whose lists may be null. */
    JoinSide(Points points, NeighbourLists lists) {
        if (lists != null && lists.rows() != points.size()) {
            throw DahlquistException.data(
                    "a block of %d points has %d lists of neighbours; each point has one", points.size(), lists.rows());
        }
        this.points = points;
        this.lists = lists;
        nearness = new Nearness(points);
    }

    Points points() {
        return points;
    }

    Nearness nearness() {
        return nearness;
    }

    /** Sets the bounds of all rows for a join with the other side. */
    void limitAll(JoinSide other) {
        for (int row = 0; lists != null && row < points.size(); row++) {
            nearness.limit(row, lists.limit(row), other.nearness);
        }
    }

    /** Offers a row of the other side to the list of a row. */
    void offer(int row, JoinSide other, int otherRow, double squaredDistance) {
        if (lists != null
                && squaredDistance <= lists.limit(row)
                && lists.offer(row, other.points.id(otherRow), squaredDistance)) {
            nearness.limit(row, lists.limit(row), other.nearness);
        }
    }
}
