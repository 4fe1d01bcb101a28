package org.dahlquist.graph;

import java.io.Serializable;
import java.util.Arrays;
import org.dahlquist.DahlquistException;

/**
 * The k nearest points found so far for each row of a block, nearest first, ties by the smaller id.
 *
 * <p>A list depends only on the set of points offered, not on their order, and an entry offered twice counts once. So
 * lists of the same rows that saw different parts of the points merge exactly, in any order, also when a part comes
 * twice. Memory: 16 rows k bytes. Not thread-safe.
 */
public final class NeighbourLists implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int k;
    private final long[] ids;
    private final double[] squares;
    private final int[] sizes;

    /**
     * Empty lists.
     *
     * @param rows rows of the block
     * @param k most entries of a list, at least 1
     * @throws DahlquistException CONFIG if k is below 1
     */
    public NeighbourLists(int rows, int k) {
        if (k < 1) {
            throw DahlquistException.config("lists of neighbours have room for at least 1 entry, but k is %d", k);
        }
        this.k = k;
        ids = new long[Math.multiplyExact(rows, k)];
        squares = new double[ids.length];
        sizes = new int[rows];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
    }

    private NeighbourLists(NeighbourLists other) {
        k = other.k;
        ids = other.ids.clone();
        squares = other.squares.clone();
        sizes = other.sizes.clone();
    }

    /** The same entries in lists of their own. */
    public NeighbourLists copy() {
        return new NeighbourLists(this);
    }

    /** Number of rows. */
    public int rows() {
        return sizes.length;
    }

    /** Most entries of a list. */
    public int k() {
        return k;
    }

    /** Entries of a row's list, k as soon as it has seen k points. */
    public int size(int row) {
        return sizes[row];
    }

    /** Id of the neighbour at a position of a row's list, 0 for the nearest. */
    public long id(int row, int position) {
        return ids[row * k + position];
    }

    /** Squared distance of the neighbour at a position of a row's list. */
    public double squaredDistance(int row, int position) {
        return squares[row * k + position];
    }

    /** Squared distance above which no point can enter the row's list any more; infinite until the list is full. */
    public double limit(int row) {
        return squares[row * k + k - 1];
    }

    /**
     * Takes a point into a row's list if it belongs there.
     *
     * @param squaredDistance the exact one, always the same for the same pair of points
     * @return whether the list has changed
     */
    public boolean offer(int row, long id, double squaredDistance) {
        int first = row * k;
        int size = sizes[row];
        if (size == k && !precedes(squaredDistance, id, first + k - 1)) {
            return false;
        }
        int position = first + size;
        while (position > first && precedes(squaredDistance, id, position - 1)) {
            position--;
        }
        if (position > first && ids[position - 1] == id && squares[position - 1] == squaredDistance) {
            return false;
        }
        for (int moved = first + Math.min(size, k - 1); moved > position; moved--) {
            ids[moved] = ids[moved - 1];
            squares[moved] = squares[moved - 1];
        }
        ids[position] = id;
        squares[position] = squaredDistance;
        sizes[row] = Math.min(size + 1, k);
        return true;
    }

    /** Takes the entries of a row of other lists into a row's list. */
    public void offerAll(int row, NeighbourLists other, int otherRow) {
        int from = otherRow * other.k;
        if (sizes[row] == 0) {
            sizes[row] = Math.min(k, other.sizes[otherRow]);
            System.arraycopy(other.ids, from, ids, row * k, sizes[row]);
            System.arraycopy(other.squares, from, squares, row * k, sizes[row]);
            return;
        }
        int end = from + other.sizes[otherRow];
        for (int entry = from; entry < end && other.squares[entry] <= limit(row); entry++) {
            offer(row, other.ids[entry], other.squares[entry]);
        }
    }

    private boolean precedes(double squaredDistance, long id, int position) {
        return squaredDistance < squares[position] || (squaredDistance == squares[position] && id < ids[position]);
    }

    /**
     * Takes over the entries of lists of the same rows.
     *
     * @throws DahlquistException DATA if the number of rows or k differ
     */
    public void merge(NeighbourLists other) {
        if (other.rows() != rows() || other.k != k) {
            throw DahlquistException.data(
                    "lists of %d rows and k %d cannot merge with lists of %d rows and k %d; they are of different blocks",
                    rows(), k, other.rows(), other.k);
        }
        for (int row = 0; row < sizes.length; row++) {
            offerAll(row, other, row);
        }
    }
}
