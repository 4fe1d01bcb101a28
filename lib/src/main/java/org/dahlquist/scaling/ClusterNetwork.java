package org.dahlquist.scaling;

import org.dahlquist.DahlquistException;

/**
 * What connects the workers, and how evenly they work.
 *
 * @param bytesPerSecond bandwidth of every machine, each way, positive
 * @param latencySeconds time before the first byte of a message, at least 0
 * @param roundSeconds fixed time of a round: scheduling, serialisation, bookkeeping, at least 0
 * @param jitter standard deviation of the logarithm of a step's time, at least 0
 */
public record ClusterNetwork(double bytesPerSecond, double latencySeconds, double roundSeconds, double jitter) {
    /** 10 Gbit/s, 0.2 ms, 30 ms a round, steps that vary by 3 %. */
    public static final ClusterNetwork TEN_GIGABIT = new ClusterNetwork(1.25e9, 2e-4, 0.03, 0.03);

    /** Checks the ranges. */
    public ClusterNetwork {
        if (!(bytesPerSecond > 0 && latencySeconds >= 0 && roundSeconds >= 0 && jitter >= 0)) {
            throw DahlquistException.config(
                    "a cluster network needs a positive bandwidth, and latency, round time and jitter of at least 0, but"
                            + " has %s B/s, %s s, %s s, %s",
                    bytesPerSecond, latencySeconds, roundSeconds, jitter);
        }
    }
}
