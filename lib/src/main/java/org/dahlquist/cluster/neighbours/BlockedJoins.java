package org.dahlquist.cluster.neighbours;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.JsonFiles;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.cluster.TaskFiles;
import org.dahlquist.graph.Metric;
import org.dahlquist.run.GraphConfig;
import org.dahlquist.scaling.GraphGrain;
import org.dahlquist.scaling.KernelRate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exact graph from a join of labelled points with each other, of unlabelled points with each other, and of unlabelled
 * points with labelled ones.
 *
 * <p>The neighbours of labelled points among each other don't depend on the unlabelled ones, so they serve for other
 * batches of these. The result is the same whether they were kept or made.
 */
final class BlockedJoins {
    private static final Logger LOG = LoggerFactory.getLogger(BlockedJoins.class);

    /** Tasks of a core whose work may be lost when a job is killed. */
    private static final int LOST_TASKS = 100;

    private final JavaSparkContext spark;
    private final Configuration hadoop;
    private final JoinBlocks blocks;
    private final int k;
    private final GraphConfig settings;
    private final Path output;
    private final int firstRound;
    private final GraphGrain grain;
    private final JoinManifest manifest;

    BlockedJoins(
            JavaSparkContext spark,
            FeatureIndex train,
            FeatureIndex test,
            int k,
            GraphConfig settings,
            Path output,
            int firstRound) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
        this.k = k;
        this.settings = settings;
        this.output = output;
        this.firstRound = firstRound;
        this.grain = GraphGrain.of(
                train.rows() + test.rows(), train.dimension(), settings.blockRows(), settings.taskSeconds());
        this.blocks = new JoinBlocks(train, test, grain.blockRows());
        this.manifest = new JoinManifest(
                JoinManifest.SCHEMA_VERSION,
                train.digest(),
                test.digest(),
                k,
                settings.metric(),
                grain.blockRows(),
                grain.together(),
                !settings.reuse().isEmpty());
    }

    static Metric metric(GraphConfig settings) {
        return switch (settings.metric()) {
            case L2 -> Metric.L2;
            case COSINE -> Metric.COSINE;
        };
    }

    /** Computes what isn't there yet, and writes the graph. */
    GraphBuild run() {
        long start = System.nanoTime();
        ListFolder kept = settings.reuse().isEmpty() ? null : KeptLists.of(hadoop, settings.reuse(), manifest);
        JoinMemory memory = memory();
        Path folder = new Path(output, NeighbourGraph.UNFINISHED);
        JoinSetting setting = new JoinSetting(
                blocks, k, metric(settings), kept, folder.toString(), memory, new HadoopSettings(hadoop));
        List<List<PairTask>> rounds =
                JoinPlan.rounds(blocks.labelledCount(), blocks.count(), grain.together(), kept != null, firstRound);
        if (fitsInMemory(setting, rounds)) {
            try (MemoryJoin join = new MemoryJoin(setting, settings.blockRows())) {
                GraphParts parts = emptyGraph(join.lists());
                MemoryJoin.Graph graph = join.run(spark, parts);
                return complete(graph, parts, start);
            }
        }
        resume(folder);
        DistributedJoin.Found found = new DistributedJoin(spark, setting, rounds).run();
        long joined = System.nanoTime();
        GraphParts parts = emptyGraph(found.lists());
        return complete(new MemoryJoin.Graph(found, joined, write(parts)), parts, start);
    }

    /** Removes what an attempt that was killed while writing has left of the labelled points' lists. */
    private GraphParts emptyGraph(FoundLists found) {
        int unitRows = Math.max(GraphGrain.FILE_ROWS, grain.blockRows());
        GraphParts parts = new GraphParts(output.toString(), found, unitRows, GraphLists.fit(blocks.points(), k));
        if (settings.reuse().isEmpty()) {
            Path labelled = new Path(parts.labelledLists().path());
            TaskFiles.remove(hadoop, labelled);
            TaskFiles.makeFolder(hadoop, labelled);
        }
        return parts;
    }

    private GraphBuild complete(MemoryJoin.Graph graph, GraphParts parts, long start) {
        if (settings.reuse().isEmpty()) {
            KeptLists.seal(hadoop, parts.labelledLists(), manifest);
        }
        TaskFiles.remove(hadoop, new Path(output, NeighbourGraph.UNFINISHED));
        return new GraphBuild(
                graph.parts(),
                1,
                work(graph.found()),
                (graph.joined() - start) * 1e-9,
                (System.nanoTime() - graph.joined()) * 1e-9);
    }

    /** Whether the one executor holds all points and lists, and little is lost if it dies. */
    private boolean fitsInMemory(JoinSetting setting, List<List<PairTask>> rounds) {
        double work = rounds.stream().mapToDouble(setting::work).sum();
        double coreSeconds = 2 * work / (KernelRate.PLANNED.gigaflops() * 1e9);
        JoinMemory memory = setting.memory();
        return memory.isOneExecutor()
                && rounds.size() == 1
                && coreSeconds < LOST_TASKS * settings.taskSeconds() * memory.tasks()
                && setting.listBytes() < memory.listBytes()
                && 2 * setting.featureBytes() < memory.featureBytes();
    }

    private static NeighbourGraph.Work work(DistributedJoin.Found found) {
        JoinRound.Work sum = found.work();
        return new NeighbourGraph.Work(
                sum.kernel(),
                found.pairs(),
                found.kept(),
                sum.multiplyAdds(),
                sum.seconds(),
                sum.featureBytes(),
                sum.listBytes());
    }

    private JoinMemory memory() {
        int dimension = blocks.labelled().dimension();
        // features and lists of a block are one array each, and so is what a task finds
        int most = (Integer.MAX_VALUE - 64) / Math.max(dimension, 2 * grain.together() * PointLists.recordBytes(k));
        if (grain.blockRows() > most) {
            throw DahlquistException.config(
                    "a block of %,d points with %,d features and %d neighbours is more than an array holds; set"
                            + " graph.block-rows to at most %,d",
                    grain.blockRows(), dimension, k, most);
        }
        JoinMemory memory = JoinMemory.of(spark, dimension, grain.taskRows(), k);
        memory.check(grain.blockRows());
        return memory;
    }

    /** Empties the folder for unfinished work unless it holds work on the same features and settings. */
    private void resume(Path folder) {
        Path file = new Path(folder, JoinManifest.FILE);
        if (TaskFiles.names(hadoop, folder).contains(JoinManifest.FILE)
                && JsonFiles.read(hadoop, file, JoinManifest.class).equals(manifest)) {
            LOG.info("knn-graph  goes on with the block pairs in {}", folder);
            return;
        }
        TaskFiles.remove(hadoop, folder);
        JsonFiles.write(hadoop, file, manifest);
    }

    private List<GraphPart> write(GraphParts parts) {
        List<Integer> units = new ArrayList<>(parts.units());
        Broadcast<GraphParts> shared = spark.broadcast(parts);
        List<GraphPart> written =
                SparkFailures.unwrap(() -> spark.parallelize(units, JoinMemory.partitions(spark, units.size()))
                        .flatMap(unit -> shared.value().write(unit).iterator())
                        .collect());
        shared.destroy();
        return written;
    }
}
