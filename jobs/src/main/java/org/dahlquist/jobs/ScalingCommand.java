package org.dahlquist.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.report.Plots;
import org.dahlquist.scaling.ClusterNetwork;
import org.dahlquist.scaling.KernelRate;
import org.dahlquist.scaling.ScalingModel;
import org.dahlquist.scaling.TrainingCost;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Predicts how parameter averaging scales from 1 to 1024 workers. */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Predicts the efficiency of parameter averaging for ZeroSNet-20, ResNet-18 and ResNet-50 on 1 to 1024 workers"
                    + " by simulating rounds, from step times extrapolated by --gigaflops or measured in a --run.",
            "With --graph: what graph and interpolation need for CIFAR-10, ImageNet-1k and 100 million images."
        })
final class ScalingCommand implements Callable<Integer> {
    /** What a worker with one core and oneDNN's kernels reaches on ZeroSNet-20; see {@code bench train --layers}. */
    static final double ASSUMED_GIGAFLOPS = 200;

    private static final long SEED = 1;
    private static final List<Integer> FREQUENCIES = List.of(1, 5, 20, 100);
    private static final int MOST_WORKERS = 1024;

    @Option(
            names = "--gigaflops",
            description = "of one worker in training (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private double gigaflops;

    @Option(
            names = "--batch",
            description = "images of a worker's step (default: ${DEFAULT-VALUE})",
            defaultValue = "128")
    private int batch;

    @Option(
            names = "--bandwidth",
            description = "of every machine, Gbit/s (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private double bandwidth;

    @Option(
            names = "--latency",
            description = "seconds before a message's first byte (default: ${DEFAULT-VALUE})",
            defaultValue = "0.0002")
    private double latency;

    @Option(
            names = "--round-seconds",
            description = "fixed time of a round (default: ${DEFAULT-VALUE})",
            defaultValue = "0.03")
    private double roundSeconds;

    @Option(
            names = "--jitter",
            description = "deviation of the logarithm of a step's time (default: ${DEFAULT-VALUE})",
            defaultValue = "0.03")
    private double jitter;

    @Option(
            names = "--run",
            description =
                    "folder of a finished training by parameter averaging; repeatable. The first one's network and"
                            + " measured step time are predicted in place of the default networks, and all are compared with the"
                            + " prediction")
    private List<Path> runs = List.of();

    @Option(names = "--graph", description = "instead: time, memory and bytes of graph and interpolation, as a table")
    private boolean graph;

    @Option(
            names = "--knn-gigaflops",
            description = "with --graph: of one core, see 'bench knn' (default: measured on a Zen 5 core)")
    private Double knnGigaflops;

    @Option(
            names = "--knn-pair-nanoseconds",
            description = "with --graph: of one core beside the products (default: measured on a Zen 5 core)")
    private Double knnPairNanoseconds;

    @Option(
            names = "--out",
            description = "folder for table and plot (default: ${DEFAULT-VALUE})",
            defaultValue = "scaling")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** A network to predict; {@code source} says where its step time is from. */
    private record Subject(String name, long parameters, int batch, double stepSeconds, String source) {
        ScalingModel model(ClusterNetwork network) {
            return new ScalingModel(TrainingCost.parameterAveraging(stepSeconds, parameters), network);
        }
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter console = spec.commandLine().getOut();
        if (graph) {
            return predictGraph(console);
        }
        ClusterNetwork network = new ClusterNetwork(bandwidth * 1e9 / 8, latency, roundSeconds, jitter);
        List<TrainedRun> trained = runs.stream().map(TrainedRun::read).toList();
        Files.createDirectories(out);
        List<String> rows = new ArrayList<>(List.of("network,step_seconds,workers,frequency,efficiency"));
        for (Subject subject : trained.isEmpty() ? subjects() : List.of(subject(trained.get(0)))) {
            ScalingModel model = subject.model(network);
            table(console, subject, model, rows);
            Files.write(
                    out.resolve(subject.name() + ".png"),
                    Plots.png(BitmapEncoder.getBufferedImage(chart(subject, model))));
            trained.forEach(run -> compare(console, run, model, network));
        }
        Files.write(out.resolve("scaling.csv"), rows);
        console.println("written " + out.resolve("scaling.csv") + " and a plot for each network");
        return 0;
    }

    private int predictGraph(PrintWriter console) throws IOException {
        KernelRate planned = KernelRate.PLANNED;
        KernelRate rate = new KernelRate(
                knnGigaflops == null ? planned.gigaflops() : knnGigaflops,
                knnPairNanoseconds == null ? planned.pairNanoseconds() : knnPairNanoseconds,
                planned.distanceNanoseconds());
        List<String> rows = new GraphScaling(rate, bandwidth * 1e9 / 8).print(console);
        Files.createDirectories(out);
        Files.write(out.resolve("scaling-graph.csv"), rows);
        console.println("written " + out.resolve("scaling-graph.csv"));
        return 0;
    }

    /** The first two for CIFAR-10, ResNet-50 for ImageNet. */
    private List<Subject> subjects() {
        return List.of(
                subject(NetworkConfig.Architecture.ZEROSNET, 20, 10, new ImageShape(3, 32, 32)),
                subject(NetworkConfig.Architecture.RESNET, 18, 10, new ImageShape(3, 32, 32)),
                subject(NetworkConfig.Architecture.RESNET, 50, 1000, new ImageShape(3, 224, 224)));
    }

    private Subject subject(NetworkConfig.Architecture architecture, int depth, int classes, ImageShape image) {
        NetworkConfig.Stem stem = image.height() > 64 ? NetworkConfig.Stem.IMAGENET : NetworkConfig.Stem.SMALL;
        NetworkConfig config = new NetworkConfig(
                architecture,
                depth,
                NetworkConfig.Variant.OPT,
                List.of(1.0 / 3, 5.0 / 9, 1.0 / 9, 16.0 / 9),
                1,
                NetworkConfig.Block.AUTO,
                stem);
        NetworkSpec network = new NetworkSpec(config, classes, image);
        return subject(architecture.spelling() + "-" + depth, network.parameterCount(), network.multiplyAdds());
    }

    private Subject subject(String name, long parameters, double multiplyAdds) {
        double step = 6 * multiplyAdds * batch / (gigaflops * 1e9);
        return new Subject(
                name,
                parameters,
                batch,
                step,
                String.format(
                        Locale.ROOT,
                        "extrapolated: %.0f M multiply-adds an image at %.0f GFLOP/s",
                        multiplyAdds * 1e-6,
                        gigaflops));
    }

    private static Subject subject(TrainedRun run) {
        return new Subject(
                run.name(), run.parameters(), run.averaging().batchSizePerWorker(), run.stepSeconds(), "measured");
    }

    private static void table(PrintWriter console, Subject subject, ScalingModel model, List<String> rows) {
        console.printf(
                Locale.ROOT,
                "%n%s: %,d parameters, step of %d images %.3f s (%s)%n%8s",
                subject.name(),
                subject.parameters(),
                subject.batch(),
                subject.stepSeconds(),
                subject.source(),
                "workers");
        FREQUENCIES.forEach(steps -> console.printf("%12s", "every " + steps));
        console.printf("%18s%n", "95 % from every");
        for (int count = 1; count <= MOST_WORKERS; count *= 2) {
            console.printf("%8d", count);
            for (int steps : FREQUENCIES) {
                double efficiency = model.efficiency(count, steps, SEED);
                console.printf(Locale.ROOT, "%11.1f%%", 100 * efficiency);
                rows.add(String.format(
                        Locale.ROOT,
                        "%s,%.4f,%d,%d,%.4f",
                        subject.name(),
                        subject.stepSeconds(),
                        count,
                        steps,
                        efficiency));
            }
            OptionalInt enough = model.frequencyFor(count, 0.95, SEED);
            console.printf("%18s%n", enough.isPresent() ? enough.getAsInt() : "-");
        }
    }

    private static XYChart chart(Subject subject, ScalingModel model) {
        XYChart chart = new XYChartBuilder()
                .width(640)
                .height(400)
                .title(subject.name() + ": predicted efficiency of parameter averaging")
                .xAxisTitle("workers")
                .yAxisTitle("efficiency, %")
                .build();
        chart.getStyler().setXAxisLogarithmic(true).setYAxisMin(0.0).setYAxisMax(100.0);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSW);
        for (int steps : FREQUENCIES) {
            List<Integer> counts = new ArrayList<>();
            List<Double> efficiencies = new ArrayList<>();
            for (int count = 1; count <= MOST_WORKERS; count *= 2) {
                counts.add(count);
                efficiencies.add(100 * model.efficiency(count, steps, SEED));
            }
            chart.addSeries("every " + steps + " steps", counts, efficiencies);
        }
        return chart;
    }

    /**
     * A run's epochs as they were, as the model has them from the first run's step, and from the run's own: workers on one
     * machine share its memory, which makes each one's steps slower.
     */
    private static void compare(PrintWriter console, TrainedRun run, ScalingModel model, ClusterNetwork network) {
        ScalingModel own =
                new ScalingModel(TrainingCost.parameterAveraging(run.stepSeconds(), run.parameters()), network);
        double measured = run.epochSeconds();
        double predicted = epochSeconds(run, model);
        double predictedByOwn = epochSeconds(run, own);
        console.printf(
                Locale.ROOT,
                "%s: %d workers, every %d steps: step measured %.4f s; epoch measured %.2f s, predicted %.2f s (%+.1f %%),"
                        + " from its own step %.2f s (%+.1f %%)%n",
                run.name(),
                run.averaging().workers(),
                run.averaging().frequency(),
                run.stepSeconds(),
                measured,
                predicted,
                100 * (predicted / measured - 1),
                predictedByOwn,
                100 * (predictedByOwn / measured - 1));
    }

    private static double epochSeconds(TrainedRun run, ScalingModel model) {
        int frequency = run.averaging().frequency();
        return run.stepsPerEpoch()
                / frequency
                * model.roundSeconds(run.averaging().workers(), frequency, SEED);
    }
}
