package org.dahlquist.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.dataset.NeighbourShards;
import org.dahlquist.dataset.Neighbours;
import org.dahlquist.dataset.Split;
import org.dahlquist.graph.ExactNeighbours;
import org.dahlquist.graph.NearestNeighbours;
import org.dahlquist.graph.Points;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exact nearest neighbours of embedded samples, as one Spark job.
 *
 * <p>All features are broadcast once (4 n d bytes for each executor); a task searches for the neighbours of 2,048
 * rows and writes them as one file. Files and their bytes depend neither on the number of partitions nor on their
 * order, and a task that runs twice writes the same file twice. Cost: O(n² d) time over all tasks.
 */
public final class NeighbourGraph {
    /** Folder of the self-join of all points, below the output. */
    public static final String NEIGHBOURS = "neighbours";
    /** Folder of each test point's nearest training points, below the output. */
    public static final String LABELLED = "labelled";

    private static final Logger LOG = LoggerFactory.getLogger(NeighbourGraph.class);
    private static final int ROWS_PER_FILE = 2048;

    private NeighbourGraph() {}

    /**
     * What was built, as written to {@code graph.json}.
     *
     * @param points number of points, labelled and unlabelled
     * @param k neighbours per point, counting the point itself
     * @param labelled points of the training part
     * @param unlabelled points of the test part
     * @param seconds wall time
     */
    public record Summary(int points, int k, int labelled, int unlabelled, double seconds) {}

    /**
     * Joins train and test features with themselves, and test features with train features.
     *
     * <p>Writes {@code neighbours/part-*.arrow} (k entries per point, the point itself first with distance 0),
     * {@code labelled/part-*.arrow} (the k nearest training points of each test point) and {@code graph.json}.
     *
     * @param spark session
     * @param features folder with the feature shards {@code train} and {@code test}
     * @param k entries per point, counting the point itself in the self-join
     * @param output fresh folder
     * @throws DahlquistException CONFIG if k isn't below the number of points or exceeds the number of training
     *     points; DATA if a feature isn't finite or the shards are damaged
     */
    public static Summary build(SparkSession spark, Path features, int k, Path output) {
        long start = System.nanoTime();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Configuration hadoop = context.hadoopConfiguration();
        Features train = FeatureShards.read(hadoop, new Path(features, Split.TRAIN.key()));
        Features test = FeatureShards.read(hadoop, new Path(features, Split.TEST.key()));
        Points points = concatenate(train, test);
        checkK(k, train.size(), test.size());
        Broadcast<Points> shared = context.broadcast(points);
        Broadcast<SerializableConfiguration> configuration = context.broadcast(new SerializableConfiguration(hadoop));
        List<Block> blocks = blocks(train.size(), points.size(), k, output.toString());
        int slices = Math.min(blocks.size(), 4 * context.defaultParallelism());
        SparkFailures.unwrap(() -> context.parallelize(blocks, slices)
                .map(block -> block.write(shared.value(), configuration.value().value()))
                .count());
        shared.destroy();
        configuration.destroy();
        double seconds = (System.nanoTime() - start) / 1e9;
        Summary summary = new Summary(points.size(), k, train.size(), test.size(), seconds);
        JsonFiles.write(hadoop, new Path(output, "graph.json"), summary);
        LOG.info(String.format(
                Locale.ROOT,
                "knn-graph  points %d  dimension %d  k %d  labelled %d  unlabelled %d  seconds %.1f",
                points.size(),
                points.dimension(),
                k,
                train.size(),
                test.size(),
                seconds));
        return summary;
    }

    private static void checkK(int k, int train, int test) {
        int points = train + test;
        if (k < 1 || k >= points || k > train) {
            throw DahlquistException.config(
                    "k is %d, but there are %d points, %d of them labelled; k counts the point itself, must be below the"
                            + " first number and not above the second, so lower k",
                    k, points, train);
        }
    }

    private static Points concatenate(Features train, Features test) {
        if (train.dimension() != test.dimension()) {
            throw DahlquistException.data(
                    "train features have dimension %d and test features %d; embed both with one model",
                    train.dimension(), test.dimension());
        }
        int n = train.size() + test.size();
        if ((long) n * train.dimension() > Integer.MAX_VALUE - 8) {
            throw DahlquistException.data(
                    "%d points of dimension %d are more than 2^31 features, which one broadcast cannot hold",
                    n, train.dimension());
        }
        long[] ids = new long[n];
        float[] values = new float[n * train.dimension()];
        System.arraycopy(train.ids(), 0, ids, 0, train.size());
        System.arraycopy(test.ids(), 0, ids, train.size(), test.size());
        System.arraycopy(train.values(), 0, values, 0, train.values().length);
        System.arraycopy(test.values(), 0, values, train.values().length, test.values().length);
        return new Points(ids, values, train.dimension());
    }

    private static List<Block> blocks(int train, int points, int k, String output) {
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < points; from += ROWS_PER_FILE) {
            blocks.add(new Block(output, from, Math.min(points, from + ROWS_PER_FILE), k, train, true));
        }
        for (int from = train; from < points; from += ROWS_PER_FILE) {
            blocks.add(new Block(output, from, Math.min(points, from + ROWS_PER_FILE), k, train, false));
        }
        return blocks;
    }

    /** The rows of one file: a part of the self-join, or of the join of test points with the first points. */
    private record Block(String output, int from, int to, int k, int train, boolean self) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Writes the file and returns its name. */
        String write(Points points, Configuration hadoop) {
            NearestNeighbours found = self
                    ? new ExactNeighbours(points).selfJoin(from, to, k)
                    : new ExactNeighbours(points, train).join(points, from, to, k);
            int number = (self ? from : from - train) / ROWS_PER_FILE;
            Path file = new Path(
                    new Path(output, self ? NEIGHBOURS : LABELLED),
                    String.format(Locale.ROOT, "part-%05d.arrow", number));
            NeighbourShards.write(hadoop, file, withIds(points, found));
            return file.getName();
        }

        private Neighbours withIds(Points points, NearestNeighbours found) {
            long[] ids = new long[found.rows()];
            for (int row = 0; row < ids.length; row++) {
                ids[row] = points.id(from + row);
            }
            long[] neighbours = new long[found.ordinals().length];
            float[] distances = new float[neighbours.length];
            for (int entry = 0; entry < neighbours.length; entry++) {
                neighbours[entry] = points.id(found.ordinals()[entry]);
                distances[entry] = (float) found.distances()[entry];
            }
            return new Neighbours(ids, neighbours, distances, k);
        }
    }
}
