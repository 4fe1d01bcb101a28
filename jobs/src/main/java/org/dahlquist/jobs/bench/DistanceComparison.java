package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.dahlquist.DahlquistException;

/**
 * How far two exact searches differ, row by row and neighbour by neighbour.
 *
 * @param rows number of rows
 * @param largest largest difference, relative to our distance; where that is 0, to the row's farthest neighbour's
 */
record DistanceComparison(int rows, double largest) {
    /** Difference allowed to searches that round differently. */
    static final double TOLERANCE = 1e-5;

    /** Compares two files of distances. */
    static DistanceComparison of(Path ours, Path theirs, int k) throws IOException {
        return of(NeighbourFile.distances(ours), NeighbourFile.distances(theirs), k);
    }

    static DistanceComparison of(double[] ours, double[] theirs, int k) {
        if (ours.length != theirs.length) {
            throw DahlquistException.data(
                    "one search found %d neighbours and the other %d", ours.length, theirs.length);
        }
        double largest = 0;
        for (int entry = 0; entry < ours.length; entry++) {
            double farthest = ours[entry / k * k + k - 1];
            double scale = ours[entry] > 0 ? ours[entry] : farthest > 0 ? farthest : 1;
            largest = Math.max(largest, Math.abs(ours[entry] - theirs[entry]) / scale);
        }
        return new DistanceComparison(ours.length / k, largest);
    }

    boolean isEqual() {
        return largest <= TOLERANCE;
    }

    void print(PrintStream console) {
        console.printf(
                Locale.ROOT,
                "distances of %d rows: largest relative difference %.2e, %s %.0e%n",
                rows,
                largest,
                isEqual() ? "within" : "NOT WITHIN",
                TOLERANCE);
    }
}
