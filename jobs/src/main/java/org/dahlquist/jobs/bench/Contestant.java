package org.dahlquist.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dahlquist.run.report.EpochMetrics;

/** Who is measured, and how. */
enum Contestant implements Labelled {
    /** The train command: input pipeline, kernels, updater, averaging over Spark. */
    OURS(Set.of(1, 2)) {
        @Override
        Measurement measure(Setting setting) {
            return product(setting, "--set", "train.precision=float32");
        }
    },
    /** The same in bfloat16; its inference is float32's. */
    OURS_BF16(Set.of(1, 2)) {
        @Override
        Measurement measure(Setting setting) {
            return product(setting, "--set", "train.precision=bfloat16");
        }
    },
    /** PyTorch, contiguous tensors. */
    TORCH(Set.of(1, 2)) {
        @Override
        Measurement measure(Setting setting) {
            return torch(setting);
        }
    },
    /** PyTorch, channels last. */
    TORCH_CL(Set.of(1, 2)) {
        @Override
        Measurement measure(Setting setting) {
            return torch(setting, "--channels-last");
        }
    },
    /** Our network in DL4J's own layers. */
    STOCK(Set.of(1)) {
        @Override
        Measurement measure(Setting setting) {
            return child(setting, "stock", 1);
        }
    },
    /** Our layers under DL4J's own training master. */
    UPSTREAM(Set.of(2)) {
        @Override
        Measurement measure(Setting setting) {
            return product(setting, "--set", "train.averaging.mode=upstream");
        }
    },
    /** DL4J's own layers under its own training master; training alone. */
    STOCK_SPARK(Set.of(2)) {
        @Override
        Measurement measure(Setting setting) {
            return child(
                    setting,
                    "stock-spark-child",
                    setting.network().label(),
                    String.valueOf(setting.cores()),
                    String.valueOf(setting.batch()),
                    String.valueOf(setting.frequency()));
        }
    };

    private static final int EPOCHS = 4;
    private static final int WARM_UP = 2;

    private final Set<Integer> cores;

    Contestant(Set<Integer> cores) {
        this.cores = cores;
    }

    /**
     * One thing to measure.
     *
     * @param network the network
     * @param cores cores to run on
     * @param round from 1
     * @param seconds time for a measurement that isn't made of epochs
     * @param batch images of a step, over all cores
     * @param frequency steps between two averagings
     * @param python interpreter with PyTorch
     * @param folder prepared run files and runs
     */
    record Setting(
            BenchNetwork network,
            int cores,
            int round,
            double seconds,
            int batch,
            int frequency,
            String python,
            Path folder) {}

    /** Runs it in a process of its own. */
    abstract Measurement measure(Setting setting);

    boolean runsOn(int count) {
        return cores.contains(count);
    }

    static Contestant of(String label) {
        return Labelled.of(label, "--peers", values());
    }

    /** The train command on the prepared dataset, then inference on as many threads as cores. */
    final Measurement product(Setting setting, String... options) {
        String run = setting.network().label();
        List<String> command = new ArrayList<>(ChildProcess.self(
                "train",
                "--overwrite",
                "--config",
                setting.folder().resolve(run + ".conf").toString(),
                "--out",
                setting.folder().toString(),
                "--run-id",
                run,
                "--master",
                "local[" + setting.cores() + "]",
                "--set",
                "train.epochs=" + EPOCHS,
                "--set",
                "train.averaging.frequency=" + setting.frequency(),
                "--set",
                "train.averaging.workers=" + setting.cores(),
                "--set",
                "train.averaging.batch-size-per-worker=" + setting.batch() / setting.cores()));
        command.addAll(List.of(options));
        ChildProcess training = ChildProcess.run(setting.cores(), 1, command);
        Measurement inference = child(setting, "inference", setting.cores());
        return new Measurement(
                run,
                label(),
                setting.cores(),
                setting.round(),
                warmRate(setting.folder().resolve(run).resolve("train/metrics.csv")),
                inference.inference(),
                training.peakMib());
    }

    /** The mean rate of the last epochs; the first ones warm the virtual machine up. */
    private static double warmRate(Path metrics) {
        try {
            return EpochMetrics.parse(Files.readString(metrics), metrics.toString()).stream()
                    .skip(WARM_UP)
                    .mapToDouble(EpochMetrics::imagesPerSecond)
                    .average()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("no metrics at " + metrics, e);
        }
    }

    final Measurement torch(Setting setting, String... options) {
        List<String> command = new ArrayList<>(List.of(
                setting.python(),
                setting.folder().resolve(PythonScript.TORCH).toString(),
                "--network",
                setting.network().label(),
                "--threads",
                String.valueOf(setting.cores()),
                "--batch",
                String.valueOf(setting.batch()),
                "--seconds",
                String.valueOf(setting.seconds())));
        command.addAll(List.of(options));
        return read(setting, ChildProcess.run(setting.cores(), setting.cores(), command));
    }

    /** One of the hidden commands of {@code bench}. */
    final Measurement child(Setting setting, String... arguments) {
        List<String> command = ChildProcess.self("bench");
        command.addAll(List.of(arguments));
        return read(setting, ChildProcess.run(setting.cores(), 1, command));
    }

    final Measurement child(Setting setting, String what, int threads) {
        return child(
                setting,
                "child",
                what,
                setting.network().label(),
                String.valueOf(threads),
                String.valueOf(setting.batch()),
                String.valueOf(setting.seconds()));
    }

    final Measurement read(Setting setting, ChildProcess child) {
        JsonNode json = child.json(label());
        return new Measurement(
                setting.network().label(),
                label(),
                setting.cores(),
                setting.round(),
                json.path("train").asDouble(Double.NaN),
                json.path("inference").asDouble(Double.NaN),
                child.peakMib());
    }
}
