package org.dahlquist.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
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
    private static final int SMALLEST_BLOCK = 1024;

    private final JavaSparkContext spark;
    private final Configuration hadoop;
    private final int k;
    private final GraphConfig settings;
    private final Path output;
    private final BlockedPart train;
    private final BlockedPart test;
    private final JoinManifest manifest;

    /**
     * A graph and what it took.
     *
     * @param graph files with the neighbours of all points, in their order
     * @param coinciding points whose neighbours all coincide with them
     * @param work sums over all tasks
     * @param phases wall times; those of index and shape are not known here
     */
    record Result(List<Path> graph, long coinciding, NeighbourGraph.Work work, NeighbourGraph.Phases phases) {
        NeighbourGraph.Phases phases(double index, double shape) {
            return new NeighbourGraph.Phases(
                    index, phases.labelled(), phases.unlabelled(), phases.query(), phases.output(), shape);
        }
    }

    BlockedJoins(
            JavaSparkContext spark, FeatureIndex train, FeatureIndex test, int k, GraphConfig settings, Path output) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
        this.k = k;
        this.settings = settings;
        this.output = output;
        int rows = blockRows(train.rows() + test.rows(), settings.blockRows());
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

    /** Few points are cut into ten blocks at least, so that there is something to share out. */
    private static int blockRows(int points, int most) {
        return Math.min(most, Math.max(SMALLEST_BLOCK, (points - 1) / LEAST_BLOCKS + 1));
    }

    /** Computes what isn't there yet, and writes the graph. */
    Result run() {
        ListFolder kept = settings.reuse().isEmpty() ? null : KeptLists.of(hadoop, settings.reuse(), manifest);
        JoinMemory memory = JoinMemory.of(spark, train.index().dimension(), settings.blockRows(), k);
        memory.check(settings.blockRows());
        JoinSetting.Resources resources = new JoinSetting.Resources(
                metric(settings), output.toString(), memory.cacheBytes(), new SerializableConfiguration(hadoop));
        Path folder = resume();
        int others = Math.max(1, k - 1);
        JoinSetting labelled = JoinSetting.ofPart("labelled", new Path(folder, "labelled"), train, others, resources);
        JoinSetting unlabelled =
                JoinSetting.ofPart("unlabelled", new Path(folder, "unlabelled"), test, others, resources);
        JoinSetting query =
                new JoinSetting("query", new Path(folder, "query"), test, train, k, others, null, resources);
        JoinProgress progress =
                new JoinProgress(spark, (kept == null ? labelled.work() : 0) + unlabelled.work() + query.work());
        List<Phase> phases = new ArrayList<>();
        if (kept == null) {
            phases.add(join(labelled, progress));
        }
        phases.add(join(unlabelled, progress));
        ListFolder among = kept == null ? phases.get(0).found().left() : kept;
        phases.add(join(query.withSeed(among), progress));
        Phase last = phases.get(phases.size() - 1);
        long start = System.nanoTime();
        GraphParts parts = new GraphParts(
                output.toString(),
                train.index().rows(),
                train.index().rows() + test.index().rows(),
                k,
                last.found().right(),
                last.found().left(),
                phases.get(phases.size() - 2).found().left(),
                resources.hadoop());
        long coinciding = write(parts);
        if (kept == null) {
            KeptLists.keep(hadoop, among, output, manifest);
        }
        TaskFiles.remove(hadoop, folder);
        return result(phases, parts.graph(), coinciding, (System.nanoTime() - start) * 1e-9);
    }

    /** A join and its wall time. */
    private record Phase(String name, DistributedJoin.Found found, double seconds) {}

    private Phase join(JoinSetting setting, JoinProgress progress) {
        long start = System.nanoTime();
        DistributedJoin.Found found = new DistributedJoin(spark, setting).run(progress);
        return new Phase(setting.name(), found, (System.nanoTime() - start) * 1e-9);
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

    private static Result result(List<Phase> phases, List<Path> graph, long coinciding, double outputSeconds) {
        JoinTasks.Work work =
                phases.stream().map(phase -> phase.found().work()).reduce(JoinTasks.Work.NONE, JoinTasks.Work::plus);
        NeighbourGraph.Work sums = new NeighbourGraph.Work(
                work.kernel(),
                phases.stream().mapToLong(phase -> phase.found().pairs()).sum(),
                phases.stream().mapToLong(phase -> phase.found().kept()).sum(),
                work.multiplyAdds(),
                work.seconds(),
                work.featureBytes(),
                work.listBytes());
        Map<String, Double> seconds = phases.stream().collect(Collectors.toMap(Phase::name, Phase::seconds));
        return new Result(
                graph,
                coinciding,
                sums,
                new NeighbourGraph.Phases(
                        Double.NaN,
                        seconds.getOrDefault("labelled", 0.0),
                        seconds.get("unlabelled"),
                        seconds.get("query"),
                        outputSeconds,
                        Double.NaN));
    }
}
