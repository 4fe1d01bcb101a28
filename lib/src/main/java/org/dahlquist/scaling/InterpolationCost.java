package org.dahlquist.scaling;

import org.dahlquist.DahlquistException;

/**
 * What the interpolation on a graph costs: conjugate gradients on all classes, in tiles of columns, one task each.
 *
 * @param labelled labelled points
 * @param unlabelled unlabelled points
 * @param classes columns
 * @param k neighbours per point, counting the point itself
 */
public record InterpolationCost(long labelled, long unlabelled, int classes, int k) {
    private static final int TILE = 16;
    /** Time of an iteration for one entry of the matrix and one column; measured at 1.25 M points, rows unsorted. */
    private static final double ENTRY_NANOSECONDS = 0.9;

    /** Checks the ranges. */
    public InterpolationCost {
        if (labelled < 1 || unlabelled < 0 || classes < 1 || k < 1) {
            throw DahlquistException.config(
                    "an interpolation needs labelled points, classes and neighbours, but has %d, %d and %d",
                    labelled, classes, k);
        }
    }

    /**
     * Iterations to a residual of 1e-7, as measured: 9 where at most a sixth is unlabelled, 16 with a tenth of the points
     * labelled, 29 with a hundredth, 58 below.
     */
    public int iterations() {
        double share = (double) labelled / (labelled + unlabelled);
        if (share >= 0.8) {
            return 9;
        }
        return share >= 0.1 ? 16 : share >= 0.01 ? 29 : 58;
    }

    /** Entries of the matrix: of about 1.4 (k - 1) neighbours of a point, the unlabelled share. */
    public double entries() {
        double share = (double) unlabelled / (labelled + unlabelled);
        return unlabelled * (1 + 1.4 * (k - 1) * share);
    }

    /** Time of all tiles, summed over cores. */
    public double coreSeconds() {
        return iterations() * entries() * classes * ENTRY_NANOSECONDS * 1e-9;
    }

    /** The matrix, which every executor gets once: 12 bytes an entry. */
    public double matrixBytes() {
        return 12 * entries();
    }

    /** Memory of one task: five float32 vectors for each column of its tile. */
    public double taskBytes() {
        return 5.0 * 4 * unlabelled * Math.min(TILE, classes);
    }

    /** The driver's graph, from which it assembles the system: 48 bytes an edge. */
    public double driverBytes() {
        return 48.0 * (labelled + unlabelled) * k;
    }

    /** Wall time: the broadcast and the tiles. */
    public double seconds(GraphCluster cluster) {
        double tiles = Math.ceil((double) classes / TILE);
        return matrixBytes() / cluster.bytesPerSecond() + coreSeconds() / Math.min(cluster.slots(), tiles);
    }
}
