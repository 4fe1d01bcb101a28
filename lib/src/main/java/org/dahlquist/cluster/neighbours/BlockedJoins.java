package org.dahlquist.cluster.neighbours;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.JobProgress;
import org.dahlquist.cluster.JsonFiles;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.cluster.TaskFiles;
import org.dahlquist.graph.Metric;
import org.dahlquist.run.GraphConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exact graph from three distributed joins: labelled points with each other, unlabelled points with each other, and
 * unlabelled points with labelled ones.
 *
 * <p>The first doesn't depend on the unlabelled points, so its lists serve for other batches of them; the third adds to
 * them what the batch brings. The result is the same whether they were kept or made.
 */
final class BlockedJoins {
    private static final Logger LOG = LoggerFactory.getLogger(BlockedJoins.class);
    private static final int LEAST_BLOCKS = 10;

    private final JavaSparkContext spark;
    private final Configuration hadoop;
    private final int k;
    private final GraphConfig settings;
    private final Path output;
    private final BlockedPart train;
    private final BlockedPart test;
    private final JoinManifest manifest;

    BlockedJoins(
            JavaSparkContext spark, FeatureIndex train, FeatureIndex test, int k, GraphConfig settings, Path output) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
        this.k = k;
        this.settings = settings;
        this.output = output;
        int rows = blockRows(train.rows() + test.rows(), train.dimension(), settings.blockRows());
        this.train = BlockedPart.evenly(train, rows);
        this.test = BlockedPart.evenly(test, rows);
        this.manifest = new JoinManifest(
                JoinManifest.SCHEMA_VERSION,
                train.digest(),
                test.digest(),
                k,
                settings.metric(),
                this.train.blockRows(),
                this.test.blockRows());
    }

    static Metric metric(GraphConfig settings) {
        return switch (settings.metric()) {
            case L2 -> Metric.L2;
            case COSINE -> Metric.COSINE;
        };
    }

    /** Few points are cut into ten blocks, so that there is something to share out, if their pairs are worth a task. */
    private static int blockRows(int points, int dimension, int most) {
        int worthATask = (int) Math.ceil(Math.sqrt(JoinSetting.LEAST_WORK / dimension));
        return Math.min(most, Math.max(worthATask, (points - 1) / LEAST_BLOCKS + 1));
    }

    /** Computes what isn't there yet, and writes the graph. */
    GraphBuild run() {
        ListFolder kept = settings.reuse().isEmpty() ? null : KeptLists.of(hadoop, settings.reuse(), manifest);
        JoinSetting.Resources resources = resources();
        Path folder = resume();
        Joins joins = join(kept, folder, resources);
        long start = System.nanoTime();
        GraphParts parts = new GraphParts(
                output.toString(),
                train.index().rows(),
                train.index().rows() + test.index().rows(),
                k,
                joins.query().found().right(),
                joins.query().found().left(),
                joins.unlabelled().found().left(),
                resources.hadoop());
        long coinciding = write(parts);
        if (kept == null) {
            KeptLists.keep(hadoop, joins.labelled().found().left(), output, manifest);
        }
        TaskFiles.remove(hadoop, folder);
        return new GraphBuild(
                parts.graph(), 1, coinciding, joins.work(), joins.phases((System.nanoTime() - start) * 1e-9));
    }

    private Joins join(ListFolder kept, Path folder, JoinSetting.Resources resources) {
        int others = Math.max(1, k - 1);
        JoinSetting labelled = JoinSetting.ofPart("labelled", new Path(folder, "labelled"), train, others, resources);
        JoinSetting unlabelled =
                JoinSetting.ofPart("unlabelled", new Path(folder, "unlabelled"), test, others, resources);
        JoinSetting query =
                new JoinSetting("query", new Path(folder, "query"), test, train, k, others, null, resources);
        double work = (kept == null ? labelled.work() : 0) + unlabelled.work() + query.work();
        JobProgress progress = new JobProgress(spark, "knn-graph", work);
        Phase first = kept == null ? join(labelled, progress) : Phase.kept(kept);
        Phase second = join(unlabelled, progress);
        return new Joins(first, second, join(query.withSeed(first.found().left()), progress));
    }

    private JoinSetting.Resources resources() {
        int rows = Math.max(train.blockRows(), test.blockRows());
        checkArrays(rows, train.index().dimension());
        JoinMemory memory = JoinMemory.of(spark, train.index().dimension(), rows, k);
        memory.check(rows);
        return new JoinSetting.Resources(
                metric(settings), output.toString(), memory.cacheBytes(), new SerializableConfiguration(hadoop));
    }

    /** Features and lists of a block are one array each. */
    private void checkArrays(int rows, int dimension) {
        int most = (Integer.MAX_VALUE - 64) / Math.max(dimension, PointLists.recordBytes(k));
        if (rows > most) {
            throw DahlquistException.config(
                    "a block of %,d points with %,d features and %d neighbours is more than an array holds; set"
                            + " graph.block-rows to at most %,d",
                    rows, dimension, k, most);
        }
    }

    /** A join and its wall time. */
    private record Phase(DistributedJoin.Found found, double seconds) {
        /** Lists of another graph, which took nothing. */
        static Phase kept(ListFolder lists) {
            return new Phase(new DistributedJoin.Found(lists, lists, JoinTasks.Work.NONE, 0, 0), 0);
        }
    }

    /** The three joins of a graph. */
    private record Joins(Phase labelled, Phase unlabelled, Phase query) {
        NeighbourGraph.Work work() {
            List<DistributedJoin.Found> all = List.of(labelled.found(), unlabelled.found(), query.found());
            JoinTasks.Work sum =
                    all.stream().map(DistributedJoin.Found::work).reduce(JoinTasks.Work.NONE, JoinTasks.Work::plus);
            return new NeighbourGraph.Work(
                    sum.kernel(),
                    all.stream().mapToLong(DistributedJoin.Found::pairs).sum(),
                    all.stream().mapToLong(DistributedJoin.Found::kept).sum(),
                    sum.multiplyAdds(),
                    sum.seconds(),
                    sum.featureBytes(),
                    sum.listBytes());
        }

        NeighbourGraph.Phases phases(double output) {
            return new NeighbourGraph.Phases(
                    Double.NaN, labelled.seconds(), unlabelled.seconds(), query.seconds(), output, Double.NaN);
        }
    }

    private Phase join(JoinSetting setting, JobProgress progress) {
        long start = System.nanoTime();
        DistributedJoin.Found found = new DistributedJoin(spark, setting).run(progress);
        return new Phase(found, (System.nanoTime() - start) * 1e-9);
    }

    /** The folder for unfinished work, emptied unless it holds work on the same features and settings. */
    private Path resume() {
        Path folder = new Path(output, NeighbourGraph.UNFINISHED);
        Path file = new Path(folder, JoinManifest.FILE);
        if (TaskFiles.names(hadoop, folder).contains(JoinManifest.FILE)
                && JsonFiles.read(hadoop, file, JoinManifest.class).equals(manifest)) {
            LOG.info("knn-graph  goes on with the block pairs in {}", folder);
            return folder;
        }
        TaskFiles.remove(hadoop, folder);
        JsonFiles.write(hadoop, file, manifest);
        return folder;
    }

    private long write(GraphParts parts) {
        List<Integer> graph =
                new ArrayList<>(IntStream.range(0, parts.graphFiles()).boxed().toList());
        List<Integer> labelled = new ArrayList<>(
                IntStream.range(0, parts.labelledFiles()).boxed().toList());
        return SparkFailures.unwrap(() -> {
            JavaRDD<Integer> coinciding = spark.parallelize(graph, graph.size()).map(parts::writeGraph);
            JavaRDD<Integer> none = spark.parallelize(labelled, labelled.size()).map(parts::writeLabelled);
            return coinciding.union(none).collect().stream()
                    .mapToLong(Integer::longValue)
                    .sum();
        });
    }
}
