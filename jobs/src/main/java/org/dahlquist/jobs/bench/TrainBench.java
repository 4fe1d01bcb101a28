package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dahlquist.run.report.Plots;
import org.knowm.xchart.BitmapEncoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures training and inference of this project and its peers, taking turns. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Training and inference images/s of this project, PyTorch and DL4J on this machine, in turns, each in a"
                    + " process of its own. Ours is the train command itself: input pipeline, kernels, updater and"
                    + " averaging over Spark; PyTorch trains on one fixed batch. A step has --batch images over all cores."
        })
final class TrainBench implements Callable<Integer> {
    @Option(
            names = "--networks",
            split = ",",
            description = "default: all of ${DEFAULT-VALUE}",
            defaultValue = "zerosnet-20,zerosnet-56,preresnet-56,resnet-18")
    private List<String> networks;

    @Option(
            names = "--peers",
            split = ",",
            description = "default: ${DEFAULT-VALUE}",
            defaultValue = "ours,ours-bf16,torch,torch-cl,stock,upstream")
    private List<String> peers;

    @Option(names = "--cores", split = ",", description = "default: ${DEFAULT-VALUE}", defaultValue = "1,2")
    private List<Integer> cores;

    @Option(
            names = "--rounds",
            description = "turns of each; medians count (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int rounds;

    @Option(names = "--batch", description = "images of a step (default: ${DEFAULT-VALUE})", defaultValue = "128")
    private int batch;

    @Option(
            names = "--seconds",
            description = "time of each PyTorch and stock measurement (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private double seconds;

    @Option(
            names = "--stock-rounds",
            description = "turns of stock DL4J and its master, which take minutes (default:" + " ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int stockRounds;

    @Option(names = "--data", description = "folder of CIFAR-10's binary files; without it generated shapes")
    private Path data;

    @Option(
            names = "--python",
            description = "interpreter with PyTorch (default: ${DEFAULT-VALUE}, else /usr/bin/python3)",
            defaultValue = "python3")
    private String python;

    @Option(
            names = "--out",
            description = "folder for tables and plot (default: ${DEFAULT-VALUE})",
            defaultValue = "bench")
    private Path out;

    @Option(names = "--layers", description = "instead: time and floor of every layer of our training step")
    private boolean layers;

    private final PrintStream console = System.out;

    @Override
    public Integer call() throws IOException {
        List<BenchNetwork> chosen = networks.stream().map(BenchNetwork::of).toList();
        if (layers) {
            for (BenchNetwork network : chosen) {
                new LayerFloor(network, batch).print(console);
            }
            return 0;
        }
        List<Contestant> contestants =
                new ArrayList<>(peers.stream().map(Contestant::of).toList());
        String interpreter = interpreter(contestants);
        header();
        Files.createDirectories(out);
        TorchScript.copyTo(out);
        for (BenchNetwork network : chosen) {
            prepare(network);
        }
        List<Measurement> measurements = new ArrayList<>();
        long start = System.nanoTime();
        for (int round = 1; round <= rounds; round++) {
            for (BenchNetwork network : chosen) {
                for (int count : cores) {
                    for (Contestant contestant : contestants) {
                        boolean seldom = contestant == Contestant.STOCK || contestant == Contestant.UPSTREAM;
                        if (contestant.runsOn(count) && !(seldom && round > stockRounds)) {
                            Contestant.Setting setting = new Contestant.Setting(
                                    network, count, round, seconds, batch, interpreter, out.toAbsolutePath());
                            measurements.add(progress(contestant.measure(setting), start));
                            write(measurements);
                        }
                    }
                }
            }
            Collections.rotate(contestants, 1);
        }
        console.print(new TrainSummary(measurements).text());
        console.println("written " + out.resolve("bench-train.csv") + ", bench-train-summary.csv, bench-train.png");
        return 0;
    }

    /** Python with PyTorch; without it PyTorch's rows are left out, with a message. */
    private String interpreter(List<Contestant> contestants) {
        return TorchScript.interpreter(python, "/usr/bin/python3").orElseGet(() -> {
            console.println("PyTorch is left out: neither " + python + " nor /usr/bin/python3 can import torch"
                    + " (Debian: python3-torch)");
            contestants.removeAll(List.of(Contestant.TORCH, Contestant.TORCH_CL));
            return python;
        });
    }

    private void header() throws IOException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        console.printf(
                Locale.ROOT,
                "%s, %d cores, load %.2f, Java %s, batch %d, %s%n",
                processor(),
                Runtime.getRuntime().availableProcessors(),
                load,
                System.getProperty("java.version"),
                batch,
                data == null ? "shapes" : "CIFAR-10");
        if (load > 0.5) {
            console.println("warning: other programs are running (load above 0.5); the figures will not be worth much");
        }
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    /** Writes the network's run file and prepares its dataset. */
    private void prepare(BenchNetwork network) throws IOException {
        Path config = out.resolve(network.label() + ".conf");
        String source = data == null
                ? "data { dataset = shapes, shapes { train = " + network.images() + ", test = 10 } }\n"
                : "data { dataset = cifar10, path = \"" + data.toAbsolutePath() + "\", train-limit = "
                        + network.images() + ", test-limit = 10 }\n";
        Files.writeString(
                config,
                source + network.hocon()
                        + "train { learning-rate = 0.01, schedule { kind = constant }, validate-every = 1000\n"
                        + "  averaging { frequency = 5 } }\n");
        ChildProcess.run(
                1,
                1,
                ChildProcess.self(
                        "prepare",
                        "--overwrite",
                        "--config",
                        config.toString(),
                        "--out",
                        out.toAbsolutePath().toString(),
                        "--run-id",
                        network.label()));
    }

    private Measurement progress(Measurement measurement, long start) {
        console.printf(
                Locale.ROOT,
                "%5.0f s  round %d/%d  %-13s %d core(s)  %-10s train %8.1f/s  inference %8.1f/s  %5.0f MiB%n",
                (System.nanoTime() - start) * 1e-9,
                measurement.round(),
                rounds,
                measurement.network(),
                measurement.cores(),
                measurement.contestant(),
                measurement.train(),
                measurement.inference(),
                measurement.peakMib());
        return measurement;
    }

    private void write(List<Measurement> measurements) throws IOException {
        TrainSummary summary = new TrainSummary(measurements);
        List<String> raw = new ArrayList<>(List.of(Measurement.HEADER));
        measurements.forEach(measurement -> raw.add(measurement.csv()));
        Files.write(out.resolve("bench-train.csv"), raw);
        List<String> rows = new ArrayList<>(List.of(TrainSummary.HEADER));
        summary.rows().forEach(row -> rows.add(row.csv()));
        Files.write(out.resolve("bench-train-summary.csv"), rows);
        Files.write(out.resolve("bench-train.png"), Plots.png(BitmapEncoder.getBufferedImage(summary.chart())));
    }
}
