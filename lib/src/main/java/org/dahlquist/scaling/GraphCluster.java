package org.dahlquist.scaling;

import org.dahlquist.DahlquistException;

/**
 * The executors that build a graph.
 *
 * @param executors how many
 * @param cores of each, one task for each
 * @param heapBytes of each
 * @param bytesPerSecond bandwidth of each to the file system and the others
 */
public record GraphCluster(int executors, int cores, long heapBytes, double bytesPerSecond) {
    /** Checks the ranges. */
    public GraphCluster {
        if (!(executors > 0 && cores > 0 && heapBytes > 0 && bytesPerSecond > 0)) {
            throw DahlquistException.config(
                    "a cluster needs executors, cores, memory and bandwidth above 0, but has %d, %d, %d bytes, %s B/s",
                    executors, cores, heapBytes, bytesPerSecond);
        }
    }

    /** Tasks that run at once. */
    public int slots() {
        return executors * cores;
    }
}
