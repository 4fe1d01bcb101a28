package org.dahlquist.training;

import java.util.List;

/**
 * How far a run has come: what a checkpoint holds besides the network.
 *
 * @param schemaVersion version of this record, {@value #SCHEMA_VERSION}
 * @param epochs finished passes over the training part
 * @param iteration parameter updates made by each worker
 * @param sampleOffset samples of the unfinished epoch already seen; 0 between epochs
 * @param seed root of the run's random draws
 * @param elapsedSeconds training time so far, over all attempts
 * @param metrics one row per finished epoch
 */
public record TrainingState(
        int schemaVersion,
        int epochs,
        int iteration,
        int sampleOffset,
        long seed,
        double elapsedSeconds,
        List<EpochMetrics> metrics) {
    /** The version this class reads and writes. */
    public static final int SCHEMA_VERSION = 1;

    /** Copies the rows. */
    public TrainingState {
        metrics = List.copyOf(metrics);
    }

    /**
     * The state before the first epoch.
     *
     * @param seed root of the run's random draws
     */
    public static TrainingState initial(long seed) {
        return new TrainingState(SCHEMA_VERSION, 0, 0, 0, seed, 0, List.of());
    }
}
