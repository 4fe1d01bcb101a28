package org.dahlquist.cluster.neighbours;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.JsonFiles;
import org.dahlquist.dataset.Split;
import org.dahlquist.graph.GraphShape;
import org.dahlquist.run.GraphConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nearest neighbours of embedded samples, on the whole cluster.
 *
 * <p>The exact graph is joined from blocks of points ({@link BlockedJoins}): each pair of blocks is computed once and
 * serves both. The driver holds no features; an executor holds the blocks of each task and, as memory allows, blocks for
 * the next ones, so with room for all n points it reads each once: 4 n d bytes over the network. Files and their bytes
 * depend neither on executors, partitions and blocks nor on tasks that run twice. A job that is killed keeps its finished
 * block pairs in {@code join/} and goes on with the others. Cost: n² d / 2 multiply-adds over all tasks.
 */
public final class NeighbourGraph {
    /** Folder of the self-join of all points, below the output. */
    public static final String NEIGHBOURS = "neighbours";
    /** Folder of each test point's nearest training points, below the output. */
    public static final String LABELLED = "labelled";
    /** Folder of what a broken job has left to go on from, below the output. */
    public static final String UNFINISHED = "join";

    private static final Logger LOG = LoggerFactory.getLogger(NeighbourGraph.class);

    private NeighbourGraph() {}

    /**
     * What was built, as written to {@code graph.json}.
     *
     * @param points number of points, labelled and unlabelled
     * @param k neighbours per point, counting the point itself
     * @param labelled points of the training part
     * @param unlabelled points of the test part
     * @param seconds wall time
     * @param dimension features per point
     * @param metric distance
     * @param backend way of searching
     * @param recall share of the true neighbours found: 1 if exact, else on sampled points
     * @param coinciding points whose neighbours all coincide with them
     * @param work what was done for it
     * @param phases wall time of each phase
     * @param shape degrees and components; null if the driver has no room for the neighbours of all points
     */
    public record Summary(
            int points,
            int k,
            int labelled,
            int unlabelled,
            double seconds,
            int dimension,
            GraphConfig.Metric metric,
            GraphConfig.Backend backend,
            double recall,
            long coinciding,
            Work work,
            Phases phases,
            GraphShape shape) {}

    /**
     * Sums over all tasks of this attempt.
     *
     * @param kernel what multiplies
     * @param blockPairs pairs of blocks
     * @param keptPairs those that an earlier attempt or another graph had left
     * @param multiplyAdds of the products of points
     * @param kernelSeconds time in the kernel
     * @param featureBytes read of features
     * @param listBytes written of neighbours before the result
     */
    public record Work(
            String kernel,
            long blockPairs,
            long keptPairs,
            double multiplyAdds,
            double kernelSeconds,
            long featureBytes,
            long listBytes) {}

    /**
     * Wall times in seconds.
     *
     * @param index reading all features once, to check them
     * @param join finding the neighbours
     * @param output writing the graph
     * @param shape degrees and components
     */
    public record Phases(double index, double join, double output, double shape) {}

    /** {@link #build(SparkSession, Path, int, GraphConfig, Path)} with exact neighbours in Euclidean distance. */
    public static Summary build(SparkSession spark, Path features, int k, Path output) {
        return build(spark, features, k, GraphConfig.DEFAULT, output);
    }

    /**
     * Joins train and test features with themselves, and test features with train features.
     *
     * <p>Writes {@code neighbours/part-*.arrow} (k entries per point, the point itself first with distance 0),
     * {@code labelled/part-*.arrow} (the k nearest training points of each test point), {@code graph.json} and
     * {@code labelled-graph/}, which serves later graphs of the same training features ({@code graph.reuse}).
     *
     * @param spark session
     * @param features folder with the feature shards {@code train} and {@code test}
     * @param k entries per point, counting the point itself in the self-join
     * @param settings how; its {@code reuse} is the folder of another graph, or empty
     * @param output folder that is fresh, or holds what a broken job has left
     * @throws DahlquistException CONFIG if k isn't below the number of points or exceeds the number of training
     *     points, or the graph to reuse doesn't fit; DATA if a feature isn't finite or the shards are damaged; CLUSTER if
     *     the blocks of each task are more than an executor can hold
     */
    public static Summary build(SparkSession spark, Path features, int k, GraphConfig settings, Path output) {
        return build(spark, features, k, settings, output, JoinPlan.FIRST_ROUND);
    }

    /** The same with a number of tasks in the first round. */
    static Summary build(SparkSession spark, Path features, int k, GraphConfig settings, Path output, int firstRound) {
        long start = System.nanoTime();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<FeatureIndex> parts = FeatureIndex.of(
                context,
                List.of(new Path(features, Split.TRAIN.key()), new Path(features, Split.TEST.key())),
                BlockedJoins.metric(settings));
        FeatureIndex train = parts.get(0);
        FeatureIndex test = parts.get(1);
        checkParts(train, test);
        checkK(k, train.rows(), test.rows());
        double indexSeconds = (System.nanoTime() - start) * 1e-9;
        GraphBuild found = switch (settings.backend()) {
            case EXACT -> new BlockedJoins(context, train, test, k, settings, output, firstRound).run();
            case HNSW -> indexed(context, train, test, k, settings, output);
        };
        long written = System.nanoTime();
        GraphShape shape = GraphLists.shape(found.parts(), k);
        Phases phases = new Phases(
                indexSeconds, found.joinSeconds(), found.outputSeconds(), (System.nanoTime() - written) * 1e-9);
        Summary summary = new Summary(
                train.rows() + test.rows(),
                k,
                train.rows(),
                test.rows(),
                (System.nanoTime() - start) * 1e-9,
                train.dimension(),
                settings.metric(),
                settings.backend(),
                found.recall(),
                found.coinciding(),
                found.work(),
                phases,
                shape);
        JsonFiles.write(context.hadoopConfiguration(), new Path(output, "graph.json"), summary);
        log(summary);
        return summary;
    }

    private static GraphBuild indexed(
            JavaSparkContext context, FeatureIndex train, FeatureIndex test, int k, GraphConfig settings, Path output) {
        if (k < 2 || !settings.reuse().isEmpty()) {
            throw DahlquistException.config(
                    "graph.backend = hnsw needs at least 2 neighbours and reuses nothing, but neighbours = %d and"
                            + " graph.reuse = \"%s\"; set them, or graph.backend = exact",
                    k, settings.reuse());
        }
        JoinMemory memory = JoinMemory.of(context, train.dimension(), settings.blockRows(), k);
        boolean withNeighbours = GraphLists.fit(train.rows() + test.rows(), k);
        int threads = memory.tasks() * context.getConf().getInt("spark.task.cpus", 1);
        HadoopSettings hadoop = new HadoopSettings(context.hadoopConfiguration());
        return new IndexedGraph(
                        train,
                        test,
                        k,
                        BlockedJoins.metric(settings),
                        output.toString(),
                        threads,
                        withNeighbours,
                        hadoop)
                .build(context, memory.heapBytes());
    }

    private static void checkK(int k, int train, int test) {
        int points = Math.addExact(train, test);
        if (k < 1 || k >= points || k > train) {
            throw DahlquistException.config(
                    "k is %d, but there are %d points, %d of them labelled; k counts the point itself, must be below the"
                            + " first number and not above the second, so lower k",
                    k, points, train);
        }
    }

    private static void checkParts(FeatureIndex train, FeatureIndex test) {
        if (train.dimension() != test.dimension()) {
            throw DahlquistException.data(
                    "train features have dimension %d and test features %d; embed both with one model",
                    train.dimension(), test.dimension());
        }
        if (test.firstId() <= train.lastId()) {
            throw DahlquistException.data(
                    "the test features begin with sample id %d and the train features end with %d; test ids follow train"
                            + " ids, so embed the samples of one prepared dataset",
                    test.firstId(), train.lastId());
        }
    }

    private static void log(Summary summary) {
        if (summary.coinciding() > 0) {
            LOG.warn(
                    "knn-graph  {} of {} points coincide with all their neighbours; are these features constant?",
                    summary.coinciding(),
                    summary.points());
        }
        LOG.info(String.format(
                Locale.ROOT,
                "knn-graph  points %d  dimension %d  k %d  labelled %d  unlabelled %d  %s  recall %.4f  kernel %s"
                        + "  block_pairs %d (%d kept)  features_read %.1f MB  components %s  seconds %.1f",
                summary.points(),
                summary.dimension(),
                summary.k(),
                summary.labelled(),
                summary.unlabelled(),
                summary.backend().name().toLowerCase(Locale.ROOT),
                summary.recall(),
                summary.work().kernel(),
                summary.work().blockPairs(),
                summary.work().keptPairs(),
                summary.work().featureBytes() * 1e-6,
                summary.shape() == null ? "unknown" : summary.shape().components(),
                summary.seconds()));
    }
}
