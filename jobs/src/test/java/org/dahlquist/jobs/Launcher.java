package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Starts the packaged program the way a user does, in a process of its own. */
final class Launcher {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path folder;
    private final String out;
    private final Path sparkHome;
    private final String submitOptions;

    private Launcher(Path folder, String out, Path sparkHome, String submitOptions) {
        this.folder = folder;
        this.out = out;
        this.sparkHome = sparkHome;
        this.submitOptions = submitOptions;
    }

    /** Spark inside the launcher's process; runs go below {@code folder}. */
    static Launcher embedded(Path folder) {
        return new Launcher(folder, folder.toString(), null, "");
    }

    /** Through spark-submit, from a Spark assembled below {@code folder}. */
    static Launcher sparkSubmit(Path folder) throws IOException, InterruptedException {
        Path home = folder.resolve("spark");
        Process assembly = new ProcessBuilder(ROOT.resolve(".ci/spark-home").toString(), home.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("assembly.txt").toFile())
                .start();
        assertThat(assembly.waitFor()).isZero();
        return new Launcher(folder, folder.toString(), home, "");
    }

    /** The same with more options for spark-submit. */
    Launcher with(String options) {
        return new Launcher(folder, out, sparkHome, options);
    }

    /** The same with runs below another folder, a Hadoop path; logs stay where they are. */
    Launcher into(String parent) {
        return new Launcher(folder, parent, sparkHome, submitOptions);
    }

    /** Runs the small pipeline of the tests to its end. */
    void pipeline(String runId, String... options) throws IOException, InterruptedException {
        Process process = start(runId, options);
        int exit = process.waitFor();
        assertThat(exit).as(() -> log(runId)).isZero();
    }

    /** Starts the small pipeline of the tests. */
    Process start(String runId, String... options) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String setting : List.of(
                "data.shapes.train=512", "data.shapes.test=128", "train.epochs=4", "train.averaging.frequency=2")) {
            arguments.addAll(List.of("--set", setting));
        }
        arguments.addAll(Arrays.asList(options));
        return start("pipeline", ROOT.resolve("conf/runs/quickstart.conf"), runId, arguments);
    }

    /** Starts a command on a run or sweep file. */
    Process start(String name, Path config, String runId, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ROOT.resolve("jobs/dahlquist").toString(),
                name,
                "--config",
                config.toString(),
                "--out",
                out,
                "--run-id",
                runId));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("SPARK_HOME");
        if (sparkHome != null) {
            builder.environment().put("SPARK_HOME", sparkHome.toString());
            builder.environment().put("SPARK_SUBMIT_OPTIONS", submitOptions);
        }
        Path log = folder.resolve(runId + ".log");
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Everything the processes of a run have printed. */
    String log(String runId) {
        return text(folder.resolve(runId + ".log"));
    }

    /** Loss and accuracies per epoch, without the columns that hold times. */
    List<String> trainingCurve(String runId) {
        return text(folder.resolve(runId).resolve("train/metrics.csv"))
                .lines()
                .map(line -> Arrays.stream(line.split(",", -1)).limit(6).collect(Collectors.joining(",")))
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
