package org.dahlquist.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.dahlquist.scaling.GraphCluster;
import org.dahlquist.scaling.GraphCost;
import org.dahlquist.scaling.KernelRate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the graph stage against its kernel, one task against two, and its growth against the prediction. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The whole knn-graph stage on one and on two task slots, and its kernel without Spark and files, in turns,"
                    + " each in a process of its own on generated features; then, with --growth, the stage on two slots"
                    + " for growing numbers of points, beside what 'scaling --graph' predicts. A process builds up"
                    + " to ten graphs; the first one's time is shown apart, the median of the last five counts."
                    + " One graph more is built to see how much of the heap it holds, which may be 60 % of it,"
                    + " however many points there are."
        })
final class GraphBench implements Callable<Integer> {
    private static final String HEADER =
            "what,threads,points,dimension,round,first_seconds,seconds,kernel_core_seconds,"
                    + "held_mib,bound_mib,resident_mib,predicted_seconds";
    private static final long MEBIBYTE = 1 << 20;
    private static final double ASSUMED_BYTES_PER_SECOND = 1e9;
    private static final int BLOCK_ROWS = 16_384;

    @Option(names = "--points", description = "of which a sixth is unlabelled (default: ${DEFAULT-VALUE})")
    private int points = 60_000;

    @Option(names = "--dimension", description = "features per point (default: ${DEFAULT-VALUE})")
    private int dimension = 64;

    @Option(names = "--k", description = "neighbours, counting the point itself (default: ${DEFAULT-VALUE})")
    private int k = 15;

    @Option(names = "--growth", split = ",", description = "numbers of points, such as 30000,60000,120000,240000")
    private List<Integer> growth = List.of();

    @Option(names = "--heap-mib", description = "heap of each process (default: ${DEFAULT-VALUE})")
    private int heapMib = 1024;

    @Mixin
    private BenchOptions options = new BenchOptions(3);

    private final PrintStream console = System.out;

    private record Row(
            String what, int threads, int points, int dimension, int round, Figures figures, double predicted) {
        String csv(double boundMib) {
            return String.format(
                    Locale.ROOT,
                    "%s,%d,%d,%d,%d,%.3f,%.3f,%.3f,%.0f,%.0f,%.0f,%.3f",
                    what,
                    threads,
                    points,
                    dimension,
                    round,
                    figures.first(),
                    figures.seconds(),
                    figures.kernel(),
                    figures.heldMib(),
                    boundMib,
                    figures.residentMib(),
                    predicted);
        }
    }

    private record Figures(double first, double seconds, double kernel, double heldMib, double residentMib) {}

    private double boundMib() {
        return GraphCost.HEAP_SHARE * heapMib;
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(options.out());
        Machine.current().introduce(console, "k " + k);
        List<Row> rows = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            rows.add(measure("kernel", 2, points, round));
            rows.add(measure("stage", 2, points, round));
            rows.add(measure("stage", 1, points, round));
        }
        summary(rows);
        for (int size : growth) {
            rows.add(measure("stage", 2, size, 0));
        }
        rates(rows);
        options.table("bench-graph.csv", HEADER, rows.stream().map(row -> row.csv(boundMib())));
        console.println("written " + options.out().resolve("bench-graph.csv"));
        return 0;
    }

    private Row measure(String what, int threads, int size, int round) throws IOException {
        Path file = options.out()
                .resolve("features-" + size + "x" + dimension + ".f32")
                .toAbsolutePath();
        if (!Files.exists(file)) {
            FeatureFile.generate(file.getParent(), size, dimension);
        }
        List<String> command = ChildProcess.self(
                "bench",
                "graph-child",
                what,
                String.valueOf(threads),
                file.toString(),
                String.valueOf(dimension),
                String.valueOf(k));
        command.add(command.indexOf("-cp"), "-Xmx" + heapMib + "m");
        ChildProcess child = ChildProcess.run(threads, 1, command);
        JsonNode json = child.json(what);
        Figures figures = new Figures(
                json.path("first").asDouble(),
                json.path("seconds").asDouble(),
                json.path("kernel").asDouble(),
                json.path("held").asDouble(),
                child.peakMib());
        double predicted = prediction(size, threads);
        console.printf(
                Locale.ROOT,
                "%-7s%2d thread(s) %,9d points: %7.2f s (first %.2f s), kernel %.2f core-s, predicted %.2f s,"
                        + " holds %.0f MiB of at most %.0f in a heap of %d, resident %.0f%n",
                what,
                threads,
                size,
                figures.seconds(),
                figures.first(),
                figures.kernel(),
                predicted,
                figures.heldMib(),
                boundMib(),
                heapMib,
                figures.residentMib());
        return new Row(what, threads, size, dimension, round, figures, predicted);
    }

    private void summary(List<Row> rows) {
        double kernel = median(rows, "kernel", 2);
        double two = median(rows, "stage", 2);
        double one = median(rows, "stage", 1);
        console.printf(
                Locale.ROOT,
                "stage / kernel on two threads %.2f; one slot / two slots %.2f%n",
                two / kernel,
                one / two);
    }

    /** What the prediction rests on. */
    private void rates(List<Row> rows) {
        List<Row> stages =
                rows.stream().filter(row -> row.what().equals("stage")).toList();
        for (int size : stages.stream().map(Row::points).distinct().toList()) {
            double kernel = Median.of(stages.stream()
                    .filter(row -> row.points() == size)
                    .map(row -> row.figures().kernel())
                    .toList());
            double predicted = cost(size, dimension).nearFirstCoreSeconds(KernelRate.PLANNED);
            console.printf(
                    Locale.ROOT,
                    "kernel of %,d points: %.2f core-s, predicted %.2f, ratio %.2f%n",
                    size,
                    kernel,
                    predicted,
                    kernel / predicted);
        }
    }

    private static double median(List<Row> rows, String what, int threads) {
        return Median.of(rows.stream()
                .filter(row -> row.what().equals(what) && row.threads() == threads)
                .map(row -> row.figures().seconds())
                .toList());
    }

    private static GraphCost cost(int points, int dimension) {
        int unlabelled = points / GraphBenchChild.UNLABELLED_SHARE;
        return GraphCost.of(points - unlabelled, unlabelled, dimension, 15, BLOCK_ROWS);
    }

    private double prediction(int points, int threads) {
        GraphCluster cluster = new GraphCluster(1, threads, heapMib * MEBIBYTE, ASSUMED_BYTES_PER_SECOND);
        return cost(points, dimension).seconds(cluster, KernelRate.PLANNED);
    }
}
