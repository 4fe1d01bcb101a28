package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.neighbours.NeighbourGraph;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.dataset.Split;
import org.dahlquist.graph.BlockJoin;
import org.dahlquist.graph.ExactNeighbours;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.ProductKernel;

/**
 * What a process that measures the graph stage does: the stage on {@code threads} slots, or its kernel on as many threads
 * without Spark and files. Prints the time of the first time, the median of the last ones, the kernel's share, and what the
 * stage takes of the heap.
 */
final class GraphBenchChild {
    /** One point in so many is unlabelled. */
    static final int UNLABELLED_SHARE = 6;

    /** Builds until HotSpot has compiled the many classes of a Spark job, where they are quick; the kernel needs two. */
    private static final int WARM_UP = 5;

    private static final double WARM_UP_SECONDS = 10;
    private static final int REPEATS = 5;
    private static final double SECONDS = 15;
    private static final int ROWS_PER_FILE = 4096;

    private final FeatureFile features;
    private final int threads;
    private final int k;

    GraphBenchChild(FeatureFile features, int threads, int k) {
        this.features = features;
        this.threads = threads;
        this.k = k;
    }

    void kernel(PrintStream out) throws IOException {
        int size = features.size();
        Points points = features.points();
        BlockJoin join = new BlockJoin(ProductKernel.fastest(), Metric.L2);
        Times times = Times.of(repeat -> {
            long start = System.nanoTime();
            new ExactNeighbours(points, size, join, threads).selfJoin(0, size, k);
            return (System.nanoTime() - start) * 1e-9 * threads;
        });
        print(out, times, 0);
    }

    void stage(PrintStream out) throws IOException {
        Path folder = features.path().resolveSibling(features.label());
        Path input = folder.resolve("embed");
        if (!Files.exists(input)) {
            write(new Configuration(), new org.apache.hadoop.fs.Path(input.toUri()));
        }
        try (SparkSession spark = LocalSpark.withSlots(threads, "bench graph").getOrCreate()) {
            double before = LiveHeap.mib();
            Times times = Times.of(repeat -> build(spark, input, folder.resolve("graph-" + repeat)));
            try (LiveHeap heap = LiveHeap.watched()) {
                build(spark, input, folder.resolve("graph-watched"));
                print(out, times, heap.peakMib() - before);
            }
        }
    }

    private double build(SparkSession spark, Path input, Path output) {
        return NeighbourGraph.build(
                        spark,
                        new org.apache.hadoop.fs.Path(input.toUri()),
                        k,
                        new org.apache.hadoop.fs.Path(output.toUri()))
                .work()
                .kernelSeconds();
    }

    private static void print(PrintStream out, Times times, double heldMib) {
        out.printf(
                Locale.ROOT,
                "{\"first\": %.4f, \"seconds\": %.4f, \"kernel\": %.4f, \"held\": %.1f}%n",
                times.first(),
                times.seconds(),
                times.kernel(),
                heldMib);
    }

    /** Writes feature shards as the embedding does; the last sixth of the points is unlabelled. */
    private void write(Configuration hadoop, org.apache.hadoop.fs.Path folder) throws IOException {
        float[] values = features.values();
        int labelled = features.size() - features.size() / UNLABELLED_SHARE;
        for (int from = 0, to; from < features.size(); from = to) {
            boolean train = from < labelled;
            to = Math.min(train ? labelled : features.size(), from + ROWS_PER_FILE);
            org.apache.hadoop.fs.Path part =
                    new org.apache.hadoop.fs.Path(folder, (train ? Split.TRAIN : Split.TEST).key());
            FeatureShards.write(
                    hadoop,
                    new org.apache.hadoop.fs.Path(part, String.format(Locale.ROOT, "part-%09d.arrow", from)),
                    new Features(
                            LongStream.range(from, to).toArray(),
                            new int[to - from],
                            Arrays.copyOfRange(values, from * features.dimension(), to * features.dimension()),
                            features.dimension()));
        }
    }

    /**
     * Wall times and times in the kernel of something that was repeated.
     *
     * @param first the first time
     * @param seconds median of the last ones
     * @param kernel median of the last ones in the kernel, summed over cores
     */
    private record Times(double first, double seconds, double kernel) {
        static Times of(ToDoubleFunction<Integer> work) {
            List<Double> seconds = new ArrayList<>();
            List<Double> kernel = new ArrayList<>();
            int warm = repeat(seconds, kernel, WARM_UP, WARM_UP_SECONDS, work);
            int all = warm + repeat(seconds, kernel, REPEATS, SECONDS, work);
            return new Times(
                    seconds.get(0), Median.of(seconds.subList(warm, all)), Median.of(kernel.subList(warm, all)));
        }

        /** Repeats work until it was done often enough or has taken the time; returns how often. */
        private static int repeat(
                List<Double> seconds, List<Double> kernel, int most, double limit, ToDoubleFunction<Integer> work) {
            int times = 0;
            for (double taken = 0; times < most && taken < limit; times++) {
                long start = System.nanoTime();
                kernel.add(work.applyAsDouble(seconds.size()));
                seconds.add((System.nanoTime() - start) * 1e-9);
                taken += seconds.get(seconds.size() - 1);
            }
            return times;
        }
    }
}
