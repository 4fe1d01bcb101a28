package org.dahlquist.jobs.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Stock DL4J on Spark, as its users run it: DL4J's own layers under its own training master, minibatches held in memory.
 *
 * @param network the network
 * @param workers tasks side by side, each on a thread
 * @param batch images of a step, over all workers
 * @param frequency steps between two averagings
 */
record StockSpark(BenchNetwork network, int workers, int batch, int frequency) {
    /** Prints one line of JSON with images per second over one round, after a round of single steps to warm up. */
    void run(PrintStream out) {
        try (SparkSession session =
                LocalSpark.withSlots(workers, "bench stock-spark").getOrCreate()) {
            JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            SparkComputationGraph graph = new SparkComputationGraph(
                    spark,
                    StockGraph.of(
                            network.spec().configuration(new NoOp(), List.of(), 1, DataType.FLOAT),
                            BenchNetwork.SHAPE,
                            new Nesterovs(0.01, 0.9)),
                    new ParameterAveragingTrainingMaster.Builder(workers, batch / workers)
                            .batchSizePerWorker(batch / workers)
                            .averagingFrequency(frequency)
                            .build());
            graph.fit(steps(spark, 1));
            JavaRDD<DataSet> round = steps(spark, frequency);
            long start = System.nanoTime();
            graph.fit(round);
            double seconds = (System.nanoTime() - start) * 1e-9;
            out.printf(Locale.ROOT, "{\"train\": %s, \"inference\": null}%n", batch * frequency / seconds);
        }
    }

    private JavaRDD<DataSet> steps(JavaSparkContext spark, int count) {
        List<DataSet> minibatches = Stream.generate(() -> BenchNetwork.minibatch(batch / workers))
                .limit((long) workers * count)
                .toList();
        return spark.parallelize(minibatches, workers);
    }
}
