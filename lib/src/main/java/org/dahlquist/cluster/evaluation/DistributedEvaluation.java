package org.dahlquist.cluster.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.dahlquist.cluster.PredictionTable;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.training.Checkpoint;
import org.dahlquist.training.Evaluation;

/** Evaluates a trained network on the test part as a Spark job, without augmentation. */
public final class DistributedEvaluation {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DistributedEvaluation() {}

    /**
     * Writes evaluation.json and predictions/ (Parquet: id, label, predicted, scores).
     *
     * <p>Every sample is computed once. The result depends on {@code batchSize} only in the last bits, and not on
     * partitions.
     *
     * @param session the Spark session
     * @param data the prepared dataset
     * @param model model zip, as {@link Checkpoint#writeModel} writes it
     * @param batchSize samples in one forward pass, at least 1
     * @param output folder to write into
     * @return accuracy, loss and confusion matrix
     * @throws org.dahlquist.DahlquistException if dataset or model are missing or do not fit
     */
    public static Evaluation evaluate(SparkSession session, PreparedData data, Path model, int batchSize, Path output) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Configuration hadoop = spark.hadoopConfiguration();
        Manifest manifest = Manifest.read(hadoop, data.folder());
        try {
            Broadcast<byte[]> zip = spark.broadcast(Checkpoint.readModel(hadoop, model));
            PreparedSplit test = PreparedSplit.of(hadoop, data, Split.TEST, manifest);
            ModelOutput scores = new ModelOutput(zip, test, NetworkSpec.OUTPUT, batchSize);
            JavaRDD<ModelOutput.Block> blocks = blocks(spark, scores).persist(StorageLevel.MEMORY_AND_DISK());
            Evaluation evaluation = merged(blocks, manifest.classes());
            writePredictions(session, blocks, new Path(output, "predictions"));
            blocks.unpersist();
            zip.destroy();
            Checkpoint.replace(hadoop, new Path(output, "evaluation.json"), json(evaluation, manifest.labels()));
            return evaluation;
        } catch (IOException e) {
            throw new UncheckedIOException("evaluating " + model + " failed", e);
        }
    }

    /**
     * Judges a network on one part and writes nothing.
     *
     * @param session the Spark session
     * @param data the prepared dataset
     * @param split which part
     * @param model model zip, as {@link Checkpoint#writeModel} writes it
     * @param batchSize samples in one forward pass, at least 1
     * @return accuracy, loss and confusion matrix
     * @throws org.dahlquist.DahlquistException if dataset or model are missing or do not fit
     */
    public static Evaluation evaluate(SparkSession session, PreparedData data, Split split, Path model, int batchSize) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Configuration hadoop = spark.hadoopConfiguration();
        Manifest manifest = Manifest.read(hadoop, data.folder());
        try {
            PreparedSplit part = PreparedSplit.of(hadoop, data, split, manifest);
            return evaluate(spark, part, Checkpoint.readModel(hadoop, model), batchSize);
        } catch (IOException e) {
            throw new UncheckedIOException("evaluating " + model + " failed", e);
        }
    }

    /** Accuracy and loss of a model given as the bytes of its zip; nothing is written. */
    public static Evaluation evaluate(JavaSparkContext spark, PreparedSplit part, byte[] model, int batchSize) {
        Broadcast<byte[]> zip = spark.broadcast(model);
        try {
            ModelOutput scores = new ModelOutput(zip, part, NetworkSpec.OUTPUT, batchSize);
            return merged(blocks(spark, scores), part.manifest().classes());
        } finally {
            zip.destroy();
        }
    }

    private static JavaRDD<ModelOutput.Block> blocks(JavaSparkContext spark, ModelOutput scores) {
        List<Integer> indices = IntStream.range(0, scores.blocks()).boxed().toList();
        return spark.parallelize(new ArrayList<>(indices), scores.partitions(spark))
                .map(scores::block);
    }

    private static Evaluation merged(JavaRDD<ModelOutput.Block> blocks, int classes) {
        Evaluation all = new Evaluation(classes);
        blocks.map(block -> evaluated(block, classes)).collect().forEach(all::merge);
        return all;
    }

    private static Evaluation evaluated(ModelOutput.Block block, int classes) {
        Evaluation evaluation = new Evaluation(classes);
        for (int row = 0; row < block.ids().length; row++) {
            evaluation.add(block.labels()[row], block.row(row));
        }
        return evaluation;
    }

    private static void writePredictions(SparkSession session, JavaRDD<ModelOutput.Block> blocks, Path folder) {
        JavaRDD<Row> rows = blocks.flatMap(block -> IntStream.range(0, block.ids().length)
                .mapToObj(row -> row(block, row))
                .iterator());
        PredictionTable.write(session, rows, folder);
    }

    private static Row row(ModelOutput.Block block, int row) {
        float[] scores = block.row(row);
        int predicted = 0;
        for (int c = 0; c < scores.length; c++) {
            predicted = scores[c] > scores[predicted] ? c : predicted;
        }
        return PredictionTable.row(block.ids()[row], block.labels()[row], predicted, scores);
    }

    private static byte[] json(Evaluation evaluation, List<String> labels) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("samples", evaluation.samples());
        root.put("top1", evaluation.top1());
        root.put("top5", evaluation.top5());
        root.put("loss", evaluation.loss());
        labels.forEach(root.putArray("labels")::add);
        ArrayNode perClass = root.putArray("per_class");
        ArrayNode confusion = root.putArray("confusion");
        long[][] counts = evaluation.confusion();
        for (int label = 0; label < counts.length; label++) {
            ObjectNode entry = perClass.addObject();
            entry.put("label", labels.get(label));
            entry.put("samples", evaluation.samples(label));
            if (evaluation.samples(label) > 0) {
                entry.put("top1", evaluation.top1(label));
            } else {
                entry.putNull("top1");
            }
            ArrayNode cells = confusion.addArray();
            for (long count : counts[label]) {
                cells.add(count);
            }
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }
}
