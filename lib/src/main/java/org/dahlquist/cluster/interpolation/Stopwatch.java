package org.dahlquist.cluster.interpolation;

/** Wall time by laps, in seconds. */
final class Stopwatch {
    private final long start = System.nanoTime();
    private long lap = start;

    /** Seconds since the last lap. */
    double lap() {
        long now = System.nanoTime();
        double seconds = (now - lap) / 1e9;
        lap = now;
        return seconds;
    }

    /** Seconds since the start. */
    double total() {
        return (System.nanoTime() - start) / 1e9;
    }
}
