package org.dahlquist.run;

import org.dahlquist.scaling.GraphGrain;

/**
 * How the nearest neighbours are found.
 *
 * @param backend exact or approximate
 * @param metric what near means
 * @param blockRows points of a block at most
 * @param taskSeconds what a task takes, about, unless one pair of blocks takes more
 * @param reuse run, or folder of a run's stage, whose labelled points were joined before; empty for none
 */
public record GraphConfig(Backend backend, Metric metric, int blockRows, double taskSeconds, String reuse) {
    /** Exact neighbours in Euclidean distance. */
    public static final GraphConfig DEFAULT =
            new GraphConfig(Backend.EXACT, Metric.L2, 16_384, GraphGrain.TASK_SECONDS, "");

    static GraphConfig read(ConfigReader at) {
        return new GraphConfig(
                at.oneOf("backend", Backend.class),
                at.oneOf("metric", Metric.class),
                at.intInRange("block-rows", 1, 1_048_576),
                at.numberInRange("task-seconds", 0, 3600),
                at.text("reuse"));
    }

    /** The same settings with the lists of another run's labelled points. */
    public GraphConfig withReuse(String folder) {
        return new GraphConfig(backend, metric, blockRows, taskSeconds, folder);
    }

    /** The same settings with blocks of another size. */
    public GraphConfig withBlockRows(int rows) {
        return new GraphConfig(backend, metric, rows, taskSeconds, reuse);
    }

    /** The same settings with tasks of another length. */
    public GraphConfig withTaskSeconds(double seconds) {
        return new GraphConfig(backend, metric, blockRows, seconds, reuse);
    }

    /** Way of searching. */
    public enum Backend {
        /** All pairs of points, on the whole cluster. */
        EXACT,
        /** An index (hierarchical navigable small world), built in one task, with its recall measured. */
        HNSW
    }

    /** What near means. */
    public enum Metric {
        /** Euclidean distance. */
        L2,
        /** Euclidean distance of the directions, which ranks as the cosine does. */
        COSINE
    }
}
