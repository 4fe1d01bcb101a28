package org.dahlquist.jobs.bench;

import java.util.Locale;

/**
 * One search.
 *
 * @param points such as {@code 60000x64}
 * @param peer who
 * @param threads threads it ran on
 * @param round from 1
 * @param seconds of index and search
 * @param recall fraction of the true neighbours found, on 1,000 rows
 * @param peakMib largest resident memory of its process
 * @param ceiling Gflop/s of the kernel's products alone on one thread; NaN for peers
 */
record KnnMeasurement(
        String points,
        String peer,
        int threads,
        int round,
        double seconds,
        double recall,
        double peakMib,
        double ceiling) {
    static final String HEADER = "points,peer,threads,round,seconds,recall,peak_mib,ceiling_gflops_per_thread";

    /** A row of bench-knn.csv. */
    String csv() {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%d,%.4f,%.5f,%.0f,%s",
                points,
                peer,
                threads,
                round,
                seconds,
                recall,
                peakMib,
                Cell.of(ceiling, 1));
    }
}
