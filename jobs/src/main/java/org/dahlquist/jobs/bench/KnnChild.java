package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.DahlquistException;
import org.dahlquist.graph.BlockJoin;
import org.dahlquist.graph.ExactNeighbours;
import org.dahlquist.graph.HnswNeighbours;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.NearestNeighbours;
import org.dahlquist.graph.NeighbourSearch;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.ProductCeiling;
import org.dahlquist.graph.ProductKernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One Java contestant: searches, writes the neighbours and prints one line of JSON. */
@Command(name = "knn-child", hidden = true)
final class KnnChild implements Runnable {
    private static final int WARM_UP = 16_384;
    private static final long WARM_UP_NANOSECONDS = 5_000_000_000L;
    private static final int SAMPLE = 1_000;

    @Parameters(paramLabel = "PEER")
    private String peer;

    @Option(names = "--features")
    private Path features;

    @Option(names = "--dimension")
    private int dimension;

    @Option(names = "--k")
    private int k;

    @Option(names = "--threads")
    private int threads;

    @Option(names = "--out")
    private Path out;

    @Option(names = "--distances")
    private Path distances;

    @Override
    public void run() {
        try {
            measure((int) (Files.size(features) / Float.BYTES / dimension));
        } catch (IOException e) {
            throw DahlquistException.data("the features in %s cannot be read: %s", features, e.getMessage())
                    .causedBy(e);
        }
    }

    /** After searches among the first points, which have HotSpot compile the kernel, as in a long-lived executor. */
    private void measure(int size) throws IOException {
        if (peer.equals(KnnPeer.MLLIB_LSH.label())) {
            hash(new FeatureFile(features, size, dimension));
            return;
        }
        int warm = Math.min(size, WARM_UP);
        Points few = new FeatureFile(features, warm, dimension).points();
        long warmEnd = System.nanoTime() + WARM_UP_NANOSECONDS;
        for (int round = 0; round < 2 || System.nanoTime() < warmEnd; round++) {
            search(few).selfJoin(0, warm, Math.min(k, warm - 1));
        }
        Points points = new FeatureFile(features, size, dimension).points();
        long start = System.nanoTime();
        NearestNeighbours found = search(points).selfJoin(0, size, k);
        double seconds = (System.nanoTime() - start) * 1e-9;
        NeighbourFile.write(out, found.ordinals());
        if (distances != null) {
            NeighbourFile.write(distances, found.distances());
        }
        ProductKernel kernel = ProductKernel.fastest();
        System.out.println(
                peer.equals("ours")
                        ? String.format(
                                Locale.ROOT,
                                "{\"seconds\": %.4f, \"ceiling\": %.1f, \"kernel\": \"%s\"}",
                                seconds,
                                ProductCeiling.flops(kernel, dimension) * 1e-9,
                                kernel.name())
                        : String.format(Locale.ROOT, "{\"seconds\": %.4f}", seconds));
    }

    /** The second search counts; both within the distance that holds the k-th neighbour of 99 of 100 points. */
    private void hash(FeatureFile file) throws IOException {
        Points points = file.points();
        double[] distances = new ExactNeighbours(points)
                .selfJoin(0, Math.min(SAMPLE, file.size()), k)
                .distances();
        double[] farthest = IntStream.range(0, distances.length / k)
                .mapToDouble(row -> distances[row * k + k - 1])
                .sorted()
                .toArray();
        try (SparkSession spark = LocalSpark.withSlots(threads, "bench knn")
                .config("spark.sql.shuffle.partitions", 4L * threads)
                .getOrCreate()) {
            LshSearch search =
                    new LshSearch(spark, file.values(), dimension, farthest[(int) (0.99 * (farthest.length - 1))]);
            search.selfJoin(k);
            long start = System.nanoTime();
            NearestNeighbours found = search.selfJoin(k);
            double seconds = (System.nanoTime() - start) * 1e-9;
            NeighbourFile.write(out, found.ordinals());
            System.out.printf(Locale.ROOT, "{\"seconds\": %.4f}%n", seconds);
        } catch (ReflectiveOperationException e) {
            throw DahlquistException.cluster("MLlib's hashing failed: %s", e.getCause())
                    .causedBy(e);
        }
    }

    private NeighbourSearch search(Points points) {
        return switch (peer) {
            case "ours" ->
                new ExactNeighbours(points, points.size(), new BlockJoin(ProductKernel.fastest(), Metric.L2), threads);
            case "hnswlib-core" -> new HnswNeighbours(points, Metric.L2, HnswNeighbours.Settings.DEFAULT, threads);
            default ->
                throw DahlquistException.config("knn-child measures ours, hnswlib-core or mllib-lsh, not %s", peer);
        };
    }
}
