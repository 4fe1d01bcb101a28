package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
    private static final int WARM_UP = 8_192;

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
        int warm = Math.min(size, WARM_UP);
        Points few = new FeatureFile(features, warm, dimension).points();
        for (int round = 0; round < 2; round++) {
            search(few).selfJoin(0, warm, Math.min(k, warm - 1));
        }
        Points points = new FeatureFile(features, size, dimension).points();
        long start = System.nanoTime();
        NearestNeighbours found = search(points).selfJoin(0, size, k);
        double seconds = (System.nanoTime() - start) * 1e-9;
        double ceiling =
                peer.equals("ours") ? ProductCeiling.flops(ProductKernel.fastest(), dimension) * 1e-9 : Double.NaN;
        NeighbourFile.write(out, found.ordinals());
        if (distances != null) {
            NeighbourFile.write(distances, found.distances());
        }
        System.out.printf(
                Locale.ROOT,
                "{\"seconds\": %.4f, \"ceiling\": %s, \"kernel\": \"%s\"}%n",
                seconds,
                Double.isNaN(ceiling) ? "null" : String.format(Locale.ROOT, "%.1f", ceiling),
                ProductKernel.fastest().name());
    }

    private NeighbourSearch search(Points points) {
        return switch (peer) {
            case "ours" ->
                new ExactNeighbours(points, points.size(), new BlockJoin(ProductKernel.fastest(), Metric.L2), threads);
            case "hnswlib-core" -> new HnswNeighbours(points, Metric.L2, HnswNeighbours.Settings.DEFAULT, threads);
            default -> throw DahlquistException.config("knn-child measures ours or hnswlib-core, not %s", peer);
        };
    }
}
