package org.dahlquist.run;

/**
 * How the nearest neighbours are found.
 *
 * @param backend exact or approximate
 * @param metric what near means
 * @param blockRows points of a block, of which an executor's task holds two
 * @param reuse run, or folder of a run's stage, whose labelled points were joined before; empty for none
 */
public record GraphConfig(Backend backend, Metric metric, int blockRows, String reuse) {
    /** Exact neighbours in Euclidean distance. */
    public static final GraphConfig DEFAULT = new GraphConfig(Backend.EXACT, Metric.L2, 16_384, "");

    static GraphConfig read(ConfigReader at) {
        return new GraphConfig(
                at.oneOf("backend", Backend.class),
                at.oneOf("metric", Metric.class),
                at.intInRange("block-rows", 1, 1_048_576),
                at.text("reuse"));
    }

    /** The same settings with the lists of another run's labelled points. */
    public GraphConfig withReuse(String folder) {
        return new GraphConfig(backend, metric, blockRows, folder);
    }

    /** The same settings with blocks of another size. */
    public GraphConfig withBlockRows(int rows) {
        return new GraphConfig(backend, metric, rows, reuse);
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
