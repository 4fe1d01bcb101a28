package org.dahlquist.graph;

/** A search for the nearest of a fixed set of points, exact or approximate. Thread-safe. */
public interface NeighbourSearch {
    /**
     * Neighbours of some of the points among all points. The point itself counts: it is the first entry, with distance
     * 0, also where duplicates have smaller ordinals; k - 1 other points follow.
     *
     * @param from first row, an ordinal
     * @param to one after the last row
     * @param k entries per row, from 1 to n - 1
     * @throws org.dahlquist.DahlquistException CONFIG if k isn't below the number of points
     */
    NearestNeighbours selfJoin(int from, int to, int k);

    /**
     * Neighbours of some queries among all points.
     *
     * @param queries the rows' points, of the same dimension
     * @param from first row, an ordinal of {@code queries}
     * @param to one after the last row
     * @param k entries per row, from 1 to n
     * @throws org.dahlquist.DahlquistException CONFIG if k is above the number of points, DATA if the dimensions differ
     */
    NearestNeighbours join(Points queries, int from, int to, int k);
}
