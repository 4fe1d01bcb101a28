package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar through spark-submit, with executors in processes of their own. */
@Tag("cluster")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SparkSubmitIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String[] SETTINGS = {
        "data.shapes.train=512", "data.shapes.test=128", "train.epochs=2", "train.averaging.frequency=2"
    };

    @TempDir
    static Path folder;

    private static Path sparkHome;

    @BeforeAll
    static void assembleSpark() throws IOException, InterruptedException {
        sparkHome = folder.resolve("spark");
        run(List.of(ROOT.resolve(".ci/spark-home").toString(), sparkHome.toString()), null);
    }

    @Test
    void executorProcessesTrainAndInterpolateAsOneProcessDoes() throws IOException, InterruptedException {
        pipeline("one-process", null, "--master", "local[2]");
        pipeline("cluster", sparkHome, "--master", "local-cluster[2,1,1024]");

        assertThat(trainingCurve("cluster")).isEqualTo(trainingCurve("one-process"));
        JsonNode cluster = json("cluster", "wnll/wnll.json");
        JsonNode oneProcess = json("one-process", "wnll/wnll.json");
        for (String figure : List.of("top1", "nearest_neighbour_top1", "knn_top1", "components", "unlabelled")) {
            assertThat(cluster.get(figure)).as(figure).isNotNull().isEqualTo(oneProcess.get(figure));
        }
        assertThat(json("cluster", "evaluate/evaluation.json").get("confusion"))
                .isEqualTo(json("one-process", "evaluate/evaluation.json").get("confusion"));
    }

    private static void pipeline(String runId, Path home, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ROOT.resolve("jobs/dahlquist").toString(),
                "pipeline",
                "--config",
                ROOT.resolve("conf/runs/quickstart.conf").toString(),
                "--out",
                folder.toString(),
                "--run-id",
                runId));
        for (String setting : SETTINGS) {
            command.addAll(List.of("--set", setting));
        }
        command.addAll(Arrays.asList(options));
        run(command, home);
    }

    private static void run(List<String> command, Path home) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "log", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("SPARK_HOME");
        if (home != null) {
            builder.environment().put("SPARK_HOME", home.toString());
        }
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        int exit = process.waitFor();
        assertThat(exit).as(() -> command + "\n" + text(log)).isZero();
    }

    /** Loss and accuracies per epoch, without the columns that hold times. */
    private static List<String> trainingCurve(String runId) {
        return text(folder.resolve(runId).resolve("train/metrics.csv"))
                .lines()
                .map(line -> Arrays.stream(line.split(",", -1)).limit(6).collect(Collectors.joining(",")))
                .toList();
    }

    private static JsonNode json(String runId, String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(runId).resolve(file).toFile());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
