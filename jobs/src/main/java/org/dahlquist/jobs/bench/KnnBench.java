package org.dahlquist.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.NearestNeighbours;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.RecallAudit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the search for nearest neighbours of this project and its peers, taking turns. */
@Command(
        name = "knn",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Seconds of a k-nearest-neighbour graph by this project and its peers on this machine, on the same features"
                    + " (made up, or a network's with --features), in turns, each in a process of its own; Java's are"
                    + " warmed up on 16,384 points for five seconds first. Recall is counted on 1,000 points against"
                    + " exact search."
        })
final class KnnBench implements Callable<Integer> {
    @ArgGroup
    private KnnPoints source = new KnnPoints();

    @Option(names = "--threads", split = ",", description = "default: ${DEFAULT-VALUE}", defaultValue = "1,2")
    private List<Integer> threads;

    @Option(
            names = "--k",
            description = "neighbours, the point itself included (default: ${DEFAULT-VALUE})",
            defaultValue = "15")
    private int k;

    @Option(
            names = "--peers",
            split = ",",
            description = "hnswlib-core and mllib-lsh take one turn only (default: ${DEFAULT-VALUE})",
            defaultValue = "ours,faiss,sklearn,hnswlib,hnswlib-core,mllib-lsh")
    private List<String> peers;

    @Option(
            names = "--python",
            description = "interpreter with the peers' libraries (default: ${DEFAULT-VALUE})",
            defaultValue = "/usr/bin/python3")
    private String python;

    @Mixin
    private BenchOptions options = new BenchOptions(5);

    private final PrintStream console = System.out;
    private final List<KnnMeasurement> measurements = new ArrayList<>();
    private boolean differs;

    @Override
    public Integer call() throws IOException {
        check();
        Set<KnnPeer> contestants = EnumSet.noneOf(KnnPeer.class);
        if (source.arePixels()) {
            contestants.addAll(List.of(KnnPeer.OURS, KnnPeer.SKLEARN));
        } else if (!source.areGrowing()) {
            peers.forEach(peer -> contestants.add(KnnPeer.of(peer)));
        } else {
            contestants.add(KnnPeer.OURS);
        }
        Machine.current().introduce(console, "k " + k);
        contestants.removeIf(this::isMissing);
        Files.createDirectories(options.out());
        PythonScript.copy(PythonScript.NEIGHBOURS, options.out());
        for (FeatureFile file : source.files(options.out().toAbsolutePath())) {
            measure(file, contestants);
            Files.delete(file.path());
        }
        console.print(new KnnSummary(measurements, k).text());
        console.println("written " + options.out().resolve("bench-knn.csv") + ", bench-knn-summary.csv, bench-knn.png");
        return differs ? 1 : 0;
    }

    /** All turns on one set of points: in each round another contestant comes first. */
    private void measure(FeatureFile file, Set<KnnPeer> contestants) throws IOException {
        Points points = file.points();
        for (BenchOptions.Round<KnnPeer> round : options.rounds(contestants)) {
            for (int count : threads) {
                for (KnnPeer peer : round.order()) {
                    if (peer.takes(file) && (round.number() == 1 || !peer.isSlow())) {
                        measure(file, points, peer, count, round.number());
                    }
                }
                if (source.arePixels() && contestants.size() == 2) {
                    DistanceComparison comparison =
                            DistanceComparison.of(distances(KnnPeer.OURS), distances(KnnPeer.SKLEARN), k);
                    comparison.print(console);
                    differs |= !comparison.isEqual();
                }
            }
        }
    }

    private void measure(FeatureFile file, Points points, KnnPeer peer, int count, int round) throws IOException {
        Path neighbours = options.out().toAbsolutePath().resolve("neighbours-" + peer.label() + ".i32");
        ChildProcess child = ChildProcess.run(
                count,
                count,
                peer.command(file, count, k, python, neighbours, source.arePixels() ? distances(peer) : null));
        JsonNode json = child.json(peer.label());
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
                options.rounds(),
                file.label(),
                count,
                peer.label(),
                measurement.seconds(),
                measurement.recall(),
                json.path("kernel").asText());
        write();
    }

    private Path distances(KnnPeer peer) {
        return options.out().toAbsolutePath().resolve("distances-" + peer.label() + ".f64");
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
        options.require(
                !threads.isEmpty() && Set.of(1, 2).containsAll(threads),
                "--threads takes 1, 2 or 1,2, but got " + threads);
        options.check();
        options.require(k >= 2, "--k must be at least 2, but is " + k);
        source.check(options, k);
    }

    private void write() throws IOException {
        KnnSummary summary = new KnnSummary(measurements, k);
        options.table(
                "bench-knn.csv", KnnMeasurement.HEADER, measurements.stream().map(KnnMeasurement::csv));
        options.table(
                "bench-knn-summary.csv",
                KnnSummary.HEADER,
                summary.rows().stream().map(KnnSummary.Row::csv));
        options.plot("bench-knn.png", summary.chart());
    }
}
