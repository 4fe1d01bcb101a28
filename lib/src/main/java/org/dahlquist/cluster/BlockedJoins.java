package org.dahlquist.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.dahlquist.DahlquistException;
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
     * @param coinciding points whose neighbours all coincide with them
     * @param work sums over all tasks
     * @param phases wall times; those of index and shape are not known here
     */
    record Result(long coinciding, NeighbourGraph.Work work, NeighbourGraph.Phases phases) {
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

    Result run() {
        ListFolder reused = settings.reuse().isEmpty() ? null : KeptLists.of(hadoop, settings.reuse(), manifest);
        JoinMemory memory = memory();
        Path folder = resumed();
        JoinSetting.Resources resources = new JoinSetting.Resources(
                metric(settings), output.toString(), memory.cacheBytes(), new SerializableConfiguration(hadoop));
        int others = Math.max(1, k - 1);
        DistributedJoin labelledJoin = new DistributedJoin(
                spark, JoinSetting.ofPart("labelled", new Path(folder, "labelled"), train, others, resources));
        DistributedJoin unlabelledJoin = new DistributedJoin(
                spark, JoinSetting.ofPart("unlabelled", new Path(folder, "unlabelled"), test, others, resources));
    }
}
