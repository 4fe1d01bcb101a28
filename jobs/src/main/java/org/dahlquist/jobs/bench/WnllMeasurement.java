package org.dahlquist.jobs.bench;

import java.util.List;
import java.util.Locale;

/**
 * One solution of one system.
 *
 * @param unlabelled rows of the system
 * @param classes its right-hand sides
 * @param threads cores it ran on
 * @param round from 1
 * @param contestant who
 * @param seconds wall time to solve all columns
 * @param iterations least, median and most of a column
 * @param deviation largest difference of a score from SciPy's; NaN where SciPy was not measured
 */
record WnllMeasurement(
        int unlabelled,
        int classes,
        int threads,
        int round,
        String contestant,
        double seconds,
        List<Integer> iterations,
        double deviation) {
    static final String HEADER =
            "unlabelled,classes,threads,round,contestant,seconds,iterations_min,iterations_median,iterations_max,"
                    + "deviation";

    String csv() {
        return String.format(
                Locale.ROOT,
                "%d,%d,%d,%d,%s,%.6f,%d,%d,%d,%s",
                unlabelled,
                classes,
                threads,
                round,
                contestant,
                seconds,
                iterations.get(0),
                iterations.get(1),
                iterations.get(2),
                Double.isNaN(deviation) ? "" : String.format(Locale.ROOT, "%.2e", deviation));
    }

    /** Whether this is of the same system on as many cores. */
    boolean sameSetting(WnllMeasurement other) {
        return unlabelled == other.unlabelled && classes == other.classes && threads == other.threads;
    }

    String system() {
        return unlabelled + " x " + classes;
    }
}
