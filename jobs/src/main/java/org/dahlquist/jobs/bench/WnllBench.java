package org.dahlquist.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.dahlquist.graph.ExactNeighbours;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.WeightedGraph;
import org.dahlquist.graph.WnllSystem;
import org.dahlquist.run.WnllConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures our solver of WNLL systems and SciPy's on the same systems, taking turns. */
@Command(
        name = "wnll",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Time to solve WNLL systems by this project and by SciPy (conjugate gradients with Jacobi preconditioning, one"
                    + " column after another) on this machine, in turns, each in a process of its own. The graph has k ="
                    + " 15 exact neighbours of seeded synthetic features; all points but the unlabelled ones are labelled."
        })
final class WnllBench implements Callable<Integer> {
    static final String OURS = "ours";
    static final String SCIPY = "scipy-cg";

    private static final int K = 15;
    private static final int SCALE_RANK = 8;
    private static final double TOLERANCE = 1e-7;

    @Option(names = "--points", description = "points of the graph (default: ${DEFAULT-VALUE})", defaultValue = "60000")
    private int points;

    @Option(names = "--dimension", description = "features (default: ${DEFAULT-VALUE})", defaultValue = "64")
    private int dimension;

    @Option(
            names = "--unlabelled",
            split = ",",
            description = "unlabelled points, one system each (default: ${DEFAULT-VALUE})",
            defaultValue = "10000,54000,59400")
    private List<Integer> unlabelled;

    @Option(names = "--classes", split = ",", description = "default: ${DEFAULT-VALUE}", defaultValue = "10,100")
    private List<Integer> classes;

    @Option(names = "--threads", split = ",", description = "default: ${DEFAULT-VALUE}", defaultValue = "1,2")
    private List<Integer> threads;

    @Option(names = "--peers", split = ",", description = "default: ${DEFAULT-VALUE}", defaultValue = "ours,scipy-cg")
    private List<String> peers;

    @Option(
            names = "--python",
            description = "interpreter with SciPy (default: ${DEFAULT-VALUE})",
            defaultValue = "/usr/bin/python3")
    private String python;

    @Mixin
    private BenchOptions options = new BenchOptions(5);

    private final PrintStream console = System.out;

    @Override
    public Integer call() throws IOException {
        check();
        Machine.current().introduce(console, String.format(Locale.ROOT, "tolerance %.0e", TOLERANCE));
        Files.createDirectories(options.out());
        PythonScript.copy(PythonScript.SCIPY, options.out());
        prepare();
        List<WnllMeasurement> measurements = measure();
        WnllBenchSummary summary = new WnllBenchSummary(measurements);
        console.print(summary.text());
        options.table(
                "bench-wnll-summary.csv",
                WnllBenchSummary.HEADER,
                summary.rows().stream().map(WnllBenchSummary.Row::csv));
        if (peers.containsAll(List.of(OURS, SCIPY))) {
            options.plot("bench-wnll.png", summary.chart());
        }
        console.println(
                "written " + options.out().resolve("bench-wnll.csv") + ", bench-wnll-summary.csv, bench-wnll.png");
        return 0;
    }

    private void check() {
        options.require(points > K, "--points must be above " + K + ", but is " + points);
        options.require(dimension >= 1, "--dimension must be at least 1, but is " + dimension);
        options.require(
                unlabelled.stream().allMatch(count -> count >= 1 && count < points),
                "--unlabelled takes numbers from 1 to " + (points - 1) + ", but got " + unlabelled);
        options.require(
                classes.stream().allMatch(count -> count >= 2), "--classes must be at least 2, but got " + classes);
        int cores = Runtime.getRuntime().availableProcessors();
        options.require(
                threads.stream().allMatch(count -> count >= 1 && count <= cores),
                "--threads takes numbers from 1 to " + cores + ", but got " + threads);
        options.check();
        options.require(
                Set.of(OURS, SCIPY).containsAll(peers),
                "--peers takes " + OURS + " and " + SCIPY + ", but got " + peers);
    }

    /** Builds the graph and writes every system. */
    private void prepare() {
        long start = System.nanoTime();
        SyntheticFeatures features = new SyntheticFeatures(points, dimension, SyntheticFeatures.SEED);
        Points all = new Points(LongStream.range(0, points).toArray(), features.values(), dimension);
        WeightedGraph graph = WeightedGraph.of(
                new ExactNeighbours(all).selfJoin(0, points, K), WnllConfig.Weights.TEXTBOOK, SCALE_RANK);
        for (int count : classes) {
            int[] truth = features.labels(count);
            for (int rows : unlabelled) {
                int[] labels = truth.clone();
                Arrays.fill(labels, points - rows, points, -1);
                double mu = WnllSystem.labelledWeight(WnllConfig.LabelledWeight.PAPER, points, points - rows);
                files(rows, count).write(WnllSystem.assemble(graph, labels, count, mu));
            }
        }
        console.printf(
                Locale.ROOT, "graph of %d points and systems in %.1f s%n", points, (System.nanoTime() - start) / 1e9);
    }

    private SystemFiles files(int rows, int count) {
        return new SystemFiles(options.out().toAbsolutePath(), rows + "x" + count);
    }

    private List<WnllMeasurement> measure() throws IOException {
        List<WnllMeasurement> measurements = new ArrayList<>();
        for (BenchOptions.Round<String> round : options.rounds(peers)) {
            for (int rows : unlabelled) {
                for (int count : classes) {
                    for (int cores : threads) {
                        for (String peer : round.order()) {
                            WnllMeasurement found = measure(peer, rows, count, cores, round.number());
                            measurements.add(found);
                            console.printf(
                                    Locale.ROOT,
                                    "round %d  %d x %d  threads %d  %-8s  %.4f s%n",
                                    round.number(),
                                    rows,
                                    count,
                                    cores,
                                    peer,
                                    found.seconds());
                        }
                    }
                }
            }
            options.table(
                    "bench-wnll.csv",
                    WnllMeasurement.HEADER,
                    measurements.stream().map(WnllMeasurement::csv));
        }
        return measurements;
    }

    private WnllMeasurement measure(String peer, int rows, int count, int cores, int round) {
        SystemFiles files = files(rows, count);
        String prefix = files.folder().resolve(files.name()).toString();
        List<String> command = peer.equals(OURS)
                ? ChildProcess.self(
                        "bench", "wnll-child", files.folder().toString(), files.name(), "" + count, "" + cores)
                : List.of(
                        python,
                        options.out().resolve(PythonScript.SCIPY).toString(),
                        prefix,
                        "" + count,
                        "" + TOLERANCE);
        JsonNode json = ChildProcess.run(cores, cores, command).json(peer);
        List<Integer> iterations = new ArrayList<>();
        json.path("iterations").forEach(node -> iterations.add(node.asInt()));
        return new WnllMeasurement(
                rows, count, cores, round, peer, json.path("seconds").asDouble(), iterations, deviation(files, peer));
    }

    private double deviation(SystemFiles files, String peer) {
        if (peer.equals(SCIPY) || !Files.exists(files.folder().resolve(files.name() + "." + SCIPY + ".x"))) {
            return Double.NaN;
        }
        double[] ours = files.solution(OURS);
        double[] scipy = files.solution(SCIPY);
        double largest = 0;
        for (int at = 0; at < ours.length; at++) {
            largest = Math.max(largest, Math.abs(ours[at] - scipy[at]));
        }
        return largest;
    }

    /** Our turn in a process of its own. */
    static void child(Path folder, String name, int classes, int threads) {
        new SolverChild(new SystemFiles(folder, name), classes, threads, TOLERANCE).run(System.out);
    }
}
