package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.NeighbourGraph;
import org.dahlquist.graph.BlockJoin;
import org.dahlquist.graph.ExactNeighbours;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.ProductKernel;

/**
 * What a process that measures the graph stage does: the stage on {@code threads} slots, or its kernel on as many threads
 * without Spark and files. Prints the time of the first time, the median of the others, and the kernel's share.
 */
final class GraphBenchChild {
    private static final int REPEATS = 3;

    private final StageFeatures features;
    private final int threads;
    private final int k;
    private final Path folder;

    GraphBenchChild(StageFeatures features, int threads, int k, Path folder) {
        this.features = features;
        this.threads = threads;
        this.k = k;
        this.folder = folder;
    }

    void kernel(PrintStream out) {
        int size = features.labelled() + features.unlabelled();
        Points points = new Points(LongStream.range(0, size).toArray(), features.values(0, size), features.dimension());
        BlockJoin join = new BlockJoin(ProductKernel.fastest(), Metric.L2);
        measure(out, repeat -> {
            long start = System.nanoTime();
            new ExactNeighbours(points, size, join, threads).selfJoin(0, size, k);
            return (System.nanoTime() - start) * 1e-9 * threads;
        });
    }

    void stage(PrintStream out) throws IOException {
        Path input = folder.resolve("embed");
        if (!Files.exists(input)) {
            features.write(new Configuration(), new org.apache.hadoop.fs.Path(input.toUri()));
        }
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + threads + "]")
                .appName("bench graph")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate()) {
            measure(
                    out,
                    repeat -> NeighbourGraph.build(
                                    spark,
                                    new org.apache.hadoop.fs.Path(input.toUri()),
                                    k,
                                    new org.apache.hadoop.fs.Path(
                                            folder.resolve("graph-" + repeat).toUri()))
                            .work()
                            .kernelSeconds());
        }
    }

    private static void measure(PrintStream out, ToDoubleFunction<Integer> work) {
        List<Double> seconds = new ArrayList<>();
        List<Double> kernel = new ArrayList<>();
        for (int repeat = 0; repeat <= REPEATS; repeat++) {
            long start = System.nanoTime();
            kernel.add(work.applyAsDouble(repeat));
            seconds.add((System.nanoTime() - start) * 1e-9);
        }
        out.printf(
                Locale.ROOT,
                "{\"first\": %.4f, \"seconds\": %.4f, \"kernel\": %.4f}%n",
                seconds.get(0),
                Median.of(seconds.subList(1, REPEATS + 1)),
                Median.of(kernel.subList(1, REPEATS + 1)));
    }
}
