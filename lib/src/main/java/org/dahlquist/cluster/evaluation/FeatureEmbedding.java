package org.dahlquist.cluster.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.training.Checkpoint;

/** Writes the penultimate features of every sample as Arrow shards, without augmentation. */
public final class FeatureEmbedding {
    private static final int SHARD_ROWS = 4096;

    private FeatureEmbedding() {}

    /**
     * Writes train/part-*.arrow and test/part-*.arrow.
     *
     * <p>A shard holds about {@value #SHARD_ROWS} samples, whole blocks of {@code batchSize}; shards do not depend on
     * partitions. Each is written under a temporary name until whole, so a repeated task does no harm.
     *
     * @param session the Spark session
     * @param data the prepared dataset
     * @param model model zip, as {@link Checkpoint#writeModel} writes it
     * @param batchSize samples in one forward pass, at least 1
     * @param output folder to write into
     * @throws org.dahlquist.DahlquistException if dataset or model are missing
     */
    public static void embed(SparkSession session, PreparedData data, Path model, int batchSize, Path output) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Configuration hadoop = spark.hadoopConfiguration();
        Manifest manifest = Manifest.read(hadoop, data.folder());
        Broadcast<byte[]> zip;
        try {
            zip = spark.broadcast(Checkpoint.readModel(hadoop, model));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + model + " failed", e);
        }
        for (Split split : Split.values()) {
            PreparedSplit part = PreparedSplit.of(hadoop, data, split, manifest);
            ModelOutput features = new ModelOutput(zip, part, NetworkSpec.FEATURES, batchSize);
            write(spark, features, batchSize, new Path(output, split.key()).toString());
        }
        zip.destroy();
    }

    private static void write(JavaSparkContext spark, ModelOutput features, int batchSize, String folder) {
        HadoopSettings hadoop = new HadoopSettings(spark.hadoopConfiguration());
        int perShard = Math.max(1, SHARD_ROWS / batchSize);
        int shards = (features.blocks() + perShard - 1) / perShard;
        List<Integer> indices =
                new ArrayList<>(IntStream.range(0, shards).boxed().toList());
        spark.parallelize(indices, Math.max(1, shards)).foreach(shard -> {
            int first = shard * perShard;
            List<ModelOutput.Block> blocks = IntStream.range(first, Math.min(features.blocks(), first + perShard))
                    .mapToObj(features::block)
                    .toList();
            Path file = new Path(folder, String.format("part-%05d.arrow", shard));
            FeatureShards.write(hadoop.value(), file, joined(blocks));
        });
    }

    private static Features joined(List<ModelOutput.Block> blocks) {
        int rows = blocks.stream().mapToInt(block -> block.ids().length).sum();
        int dimension = blocks.get(0).dimension();
        long[] ids = new long[rows];
        int[] labels = new int[rows];
        float[] values = new float[rows * dimension];
        int next = 0;
        for (ModelOutput.Block block : blocks) {
            int count = block.ids().length;
            System.arraycopy(block.ids(), 0, ids, next, count);
            System.arraycopy(block.labels(), 0, labels, next, count);
            System.arraycopy(block.values(), 0, values, next * dimension, count * dimension);
            next += count;
        }
        return new Features(ids, labels, values, dimension);
    }
}
