package org.dahlquist.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dahlquist.DahlquistException;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.NearestNeighbours;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.RecallAudit;
import org.dahlquist.run.report.Plots;
import org.knowm.xchart.BitmapEncoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the search for nearest neighbours of this project and its peers, taking turns. */
@Command(
        name = "knn",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Seconds of a k-nearest-neighbour graph by this project and its peers on this machine, on the same features,"
                    + " in turns, each in a process of its own; Java's are warmed up on 8,192 points first. Recall is"
                    + " counted on 1,000 points against exact search."
        })
final class KnnBench implements Callable<Integer> {
    private static final double QUIET = 0.5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--sizes",
            split = ",",
            description = "points x features (default: ${DEFAULT-VALUE}); mllib-lsh takes part up to 5,000 points",
            defaultValue = "5000x64,60000x64,30000x512")
    private List<String> sizes;

    @Option(names = "--threads", split = ",", description = "default: ${DEFAULT-VALUE}", defaultValue = "1,2")
    private List<Integer> threads;

    @Option(
            names = "--k",
            description = "neighbours, the point itself included (default: ${DEFAULT-VALUE})",
            defaultValue = "15")
    private int k;

    @Option(
            names = "--rounds",
            description =
                    "turns of each; medians count; hnswlib-core and mllib-lsh have one (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int rounds;

    @Option(
            names = "--peers",
            split = ",",
            description = "default: ${DEFAULT-VALUE}",
            defaultValue = "ours,faiss,sklearn,hnswlib,hnswlib-core,mllib-lsh")
    private List<String> peers;

    @Option(
            names = "--growth",
            split = ",",
            description = "instead: numbers of points of 64 features, such as 30000,60000,120000,240000, by us alone,"
                    + " beside what the cost model predicts")
    private List<Integer> growth = List.of();

    @Option(names = "--data", description = "instead: folder of MNIST's files; all its pixels, by us and scikit-learn")
    private Path data;

    @Option(
            names = "--python",
            description = "interpreter with the peers' libraries (default: ${DEFAULT-VALUE})",
            defaultValue = "/usr/bin/python3")
    private String python;

    @Option(
            names = "--out",
            description = "folder for tables and plot (default: ${DEFAULT-VALUE})",
            defaultValue = "bench")
    private Path out;

    @Spec
    private CommandSpec spec;

    private final PrintStream console = System.out;
    private final List<KnnMeasurement> measurements = new ArrayList<>();
    private boolean differs;

    @Override
    public Integer call() throws IOException {
        check();
        Set<KnnPeer> contestants = EnumSet.noneOf(KnnPeer.class);
        if (data != null) {
            contestants.addAll(List.of(KnnPeer.OURS, KnnPeer.SKLEARN));
        } else if (growth.isEmpty()) {
            peers.forEach(peer -> contestants.add(KnnPeer.of(peer)));
        } else {
            contestants.add(KnnPeer.OURS);
        }
        header();
        contestants.removeIf(this::isMissing);
        Files.createDirectories(out);
        try (InputStream script = KnnBench.class.getResourceAsStream(KnnPeer.SCRIPT)) {
            Files.write(out.resolve(KnnPeer.SCRIPT), script.readAllBytes());
        }
        for (FeatureFile file : files()) {
            measure(file, contestants);
            Files.delete(file.path());
        }
        console.print(new KnnSummary(measurements, k).text());
        console.println("written " + out.resolve("bench-knn.csv") + ", bench-knn-summary.csv, bench-knn.png");
        return differs ? 1 : 0;
    }

    private List<FeatureFile> files() throws IOException {
        if (data != null) {
            return List.of(FeatureFile.mnist(data, out.toAbsolutePath()));
        }
        List<String> shapes = growth.isEmpty()
                ? sizes
                : growth.stream().map(size -> size + "x64").toList();
        List<FeatureFile> files = new ArrayList<>();
        for (String shape : shapes) {
            int[] numbers =
                    Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
            files.add(FeatureFile.generate(out.toAbsolutePath(), numbers[0], numbers[1]));
        }
        return files;
    }

    /** All turns on one set of points: in each round another contestant comes first. */
    private void measure(FeatureFile file, Set<KnnPeer> contestants) throws IOException {
        List<KnnPeer> order = new ArrayList<>(contestants);
        Points points = file.points();
        for (int round = 1; round <= rounds; round++) {
            for (int count : threads) {
                for (KnnPeer peer : order) {
                    if (peer.takes(file) && (round == 1 || !peer.isSlow())) {
                        measure(file, points, peer, count, round);
                    }
                }
                if (data != null && order.size() == 2) {
                    DistanceComparison comparison =
                            DistanceComparison.of(distances(KnnPeer.OURS), distances(KnnPeer.SKLEARN), k);
                    comparison.print(console);
                    differs |= !comparison.isEqual();
                }
            }
            Collections.rotate(order, 1);
        }
    }

    private void measure(FeatureFile file, Points points, KnnPeer peer, int count, int round) throws IOException {
        Path neighbours = out.toAbsolutePath().resolve("neighbours-" + peer.label() + ".i32");
        ChildProcess child = ChildProcess.run(
                count, count, peer.command(file, count, k, python, neighbours, data == null ? null : distances(peer)));
        JsonNode json = JSON.readTree(child.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .reduce((first, last) -> last)
                .orElseThrow(() -> DahlquistException.data(
                        "%s ends with a line of JSON, but printed none: %s", peer.label(), child.output())));
        int[] ordinals = NeighbourFile.ordinals(neighbours);
        Files.delete(neighbours);
        RecallAudit audit = RecallAudit.of(
                points,
                Metric.L2,
                new NearestNeighbours(k, ordinals, new double[ordinals.length]),
                RecallAudit.ROWS,
                1,
                1);
        KnnMeasurement measurement = new KnnMeasurement(
                file.label(),
                peer.label(),
                count,
                round,
                json.path("seconds").asDouble(),
                audit.recall(),
                child.peakMib(),
                json.path("ceiling").asDouble(Double.NaN));
        measurements.add(measurement);
        console.printf(
                Locale.ROOT,
                "round %d/%d  %-12s %d thread(s)  %-13s %8.3f s  recall %.5f  %s%n",
                round,
                rounds,
                file.label(),
                count,
                peer.label(),
                measurement.seconds(),
                measurement.recall(),
                json.path("kernel").asText());
        write();
    }

    private Path distances(KnnPeer peer) {
        return out.toAbsolutePath().resolve("distances-" + peer.label() + ".f64");
    }

    private boolean isMissing(KnnPeer peer) {
        if (peer == KnnPeer.MLLIB_LSH && !LshSearch.isThere()) {
            console.println("mllib-lsh: left out, this Spark has no MLlib; set SPARK_HOME to a full one");
            return true;
        }
        if (peer.module() == null || PythonModule.isThere(python, peer.module())) {
            return false;
        }
        console.printf("%s: left out, %s cannot import it (Debian: %s)%n", peer.label(), python, peer.debianPackage());
        return true;
    }

    private void check() {
        require(
                !threads.isEmpty() && Set.of(1, 2).containsAll(threads),
                "--threads takes 1, 2 or 1,2, but got " + threads);
        require(rounds >= 1, "--rounds must be at least 1, but is " + rounds);
        require(k >= 2, "--k must be at least 2, but is " + k);
        for (String size : sizes) {
            require(
                    size.matches("[1-9]\\d{0,7}x[1-9]\\d{0,4}"),
                    "--sizes takes points x features such as 60000x64, but got " + size);
            require(
                    Integer.parseInt(size.substring(0, size.indexOf('x'))) > k,
                    "--sizes needs more than k = " + k + " points, but got " + size);
        }
        growth.forEach(size -> require(size > k, "--growth needs more than k = " + k + " points, but got " + size));
        for (String name : FeatureFile.MNIST) {
            require(data == null || Files.exists(data.resolve(name)), "--data has no " + name + ": " + data);
        }
    }

    private void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private void header() {
        Machine machine = Machine.current();
        console.printf(
                Locale.ROOT,
                "%s, %d cores, load %.2f, Java %s, k %d%n",
                machine.processor(),
                Runtime.getRuntime().availableProcessors(),
                machine.load(),
                System.getProperty("java.version"),
                k);
        if (machine.load() > QUIET) {
            console.println("warning: other programs are running (load above 0.5); the figures will not be worth much");
        }
    }

    private void write() throws IOException {
        KnnSummary summary = new KnnSummary(measurements, k);
        List<String> raw = new ArrayList<>(List.of(KnnMeasurement.HEADER));
        measurements.forEach(measurement -> raw.add(measurement.csv()));
        Files.write(out.resolve("bench-knn.csv"), raw);
        List<String> rows = new ArrayList<>(List.of(KnnSummary.HEADER));
        summary.rows().forEach(row -> rows.add(row.csv()));
        Files.write(out.resolve("bench-knn-summary.csv"), rows);
        Files.write(out.resolve("bench-knn.png"), Plots.png(BitmapEncoder.getBufferedImage(summary.chart())));
    }
}
