package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.run.RunFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Graph and interpolation of 480 classes, 30 tiles, on clusters that lose executors and in processes that die. */
@Tag("cluster")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class InterpolationCrashIT {
    private static final Path CONFIG =
            Path.of("..").toAbsolutePath().normalize().resolve("conf/runs/quickstart.conf");
    private static final Pattern KEPT = Pattern.compile("(\\d+) of (\\d+) tiles are there from before");
    private static final Configuration HADOOP = new Configuration();
    private static final int TRAIN = 1_500;
    private static final int TEST = 8_500;
    private static final int CLASSES = 480;
    private static final int TILES = 30;
    private static final int SOME_TILES = 4;
    private static final int DIMENSION = 3;

    @TempDir
    Path folder;

    @Test
    void scoresAreTheSameWhereverTheyAreSolvedAndWhateverDies() throws IOException, InterruptedException {
        Launcher embedded = Launcher.embedded(folder);
        embed("whole", 1);
        run(embedded, "knn-graph", "whole", "local[2]", 4_096);
        run(embedded, "wnll", "whole", "local[2]", 4_096);
        Map<String, String> expected = predictions("whole");
        assertThat(expected).hasSize(3);
        JsonNode summary = summary("whole");
        assertThat(summary.path("solver").asText()).isEqualTo("columns");
        assertThat(summary.path("top1").asDouble()).isGreaterThan(0.1);

        embed("one", 5);
        run(embedded, "knn-graph", "one", "local[1]", 700);
        run(embedded, "wnll", "one", "local[1]", 700);
        assertThat(predictions("one")).isEqualTo(expected);

        copyOf("one", "driver");
        Process doomed = start(embedded, "wnll", "driver", "local[2]", 700);
        awaitSomeTiles(embedded, doomed, "driver");
        doomed.destroyForcibly().waitFor();
        assertThat(folder.resolve("driver/wnll/wnll.json")).doesNotExist();
        run(embedded, "wnll", "driver", "local[2]", 700);
        Matcher kept = KEPT.matcher(embedded.log("driver"));
        assertThat(kept.find()).as(embedded.log("driver")).isTrue();
        assertThat(Integer.parseInt(kept.group(1))).isBetween(SOME_TILES, TILES - 1);
        assertThat(predictions("driver")).isEqualTo(expected);

        Launcher cluster = Launcher.sparkSubmit(folder);
        embed("executor", 2);
        run(cluster, "knn-graph", "executor", "local-cluster[2,1,2048]", 2_000);
        Process process = start(cluster, "wnll", "executor", "local-cluster[2,1,2048]", 2_000);
        awaitSomeTiles(cluster, process, "executor");
        ProcessHandle executor = process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .orElseThrow();
        assertThat(executor.destroyForcibly()).isTrue();
        assertThat(process.waitFor()).as(() -> cluster.log("executor")).isZero();
        assertThat(cluster.log("executor")).contains("Lost executor");
        assertThat(predictions("executor")).isEqualTo(expected);
        for (String figure : List.of("top1", "iterations", "relative_residuals", "deviation", "five_nearest_top1")) {
            assertThat(summary("executor").get(figure)).as(figure).isEqualTo(summary.get(figure));
        }
    }

    /** What prepare and embed would leave: random points whose class is the cell of a grid that they lie in. */
    private void embed(String run, int files) throws IOException {
        String settings = RunFile.read(CONFIG.toFile(), List.of()).resolved();
        for (String stage : List.of("prepare", "embed")) {
            Files.createDirectories(folder.resolve(run).resolve(stage));
            Files.writeString(folder.resolve(run).resolve(stage).resolve("config.conf"), settings);
            Files.createFile(folder.resolve(run).resolve(stage).resolve("_SUCCESS"));
        }
        new Manifest(
                        1,
                        "grid",
                        new ImageShape(1, 1, 1),
                        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
                        new double[1],
                        new double[1],
                        0,
                        List.of(),
                        new Manifest.Part(TRAIN, new long[CLASSES], List.of()),
                        new Manifest.Part(TEST, new long[CLASSES], List.of()))
                .write(HADOOP, hadoopPath(run + "/prepare"));
        Random random = new Random(7);
        float[] values = new float[(TRAIN + TEST) * DIMENSION];
        int[] labels = new int[TRAIN + TEST];
        for (int point = 0; point < labels.length; point++) {
            for (int axis = 0; axis < DIMENSION; axis++) {
                values[point * DIMENSION + axis] = random.nextFloat();
            }
            int at = point * DIMENSION;
            labels[point] = (int) (8 * values[at]) + 8 * (int) (10 * values[at + 1]) + 80 * (int) (6 * values[at + 2]);
        }
        write(run, "train", 0, TRAIN, files, labels, values);
        write(run, "test", TRAIN, TRAIN + TEST, files, labels, values);
    }

    private void write(String run, String split, int from, int to, int files, int[] labels, float[] values) {
        int rows = (to - from + files - 1) / files;
        for (int file = 0; file < files; file++) {
            int first = from + file * rows;
            int end = Math.min(to, first + rows);
            FeatureShards.write(
                    HADOOP,
                    hadoopPath(run + "/embed/" + split + "/part-0000" + file + ".arrow"),
                    new Features(
                            LongStream.range(first, end).toArray(),
                            Arrays.copyOfRange(labels, first, end),
                            Arrays.copyOfRange(values, first * DIMENSION, end * DIMENSION),
                            DIMENSION));
        }
    }

    private org.apache.hadoop.fs.Path hadoopPath(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    private void run(Launcher launcher, String stage, String run, String master, int blockRows)
            throws IOException, InterruptedException {
        Process process = start(launcher, stage, run, master, blockRows);
        assertThat(process.waitFor()).as(() -> launcher.log(run)).isZero();
        assertThat(launcher.log(run)).contains(stage + " finished");
    }

    private static Process start(Launcher launcher, String stage, String run, String master, int blockRows)
            throws IOException {
        return launcher.start(
                stage,
                CONFIG,
                run,
                List.of("--master", master, "--set", "graph.block-rows=" + blockRows, "--set", "wnll.tolerance=1e-12"));
    }

    private void awaitSomeTiles(Launcher launcher, Process process, String run)
            throws IOException, InterruptedException {
        Path tiles = folder.resolve(run).resolve("wnll/tiles");
        while (files(tiles, ".f32").size() < SOME_TILES) {
            assertThat(process.isAlive()).as(() -> launcher.log(run)).isTrue();
            Thread.sleep(5);
        }
    }

    private void copyOf(String run, String copy) throws IOException {
        for (String stage : List.of("prepare", "embed", "knn-graph")) {
            FileUtils.copyDirectory(
                    folder.resolve(run).resolve(stage).toFile(),
                    folder.resolve(copy).resolve(stage).toFile());
        }
    }

    /** Digest of each part of the predictions. */
    private Map<String, String> predictions(String run) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Path file : files(folder.resolve(run).resolve("wnll/predictions"), ".parquet")) {
            String part = file.getFileName().toString().substring(0, "part-00000".length());
            digests.put(part, DigestUtils.sha256Hex(Files.readAllBytes(file)));
        }
        return digests;
    }

    private JsonNode summary(String run) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(run).resolve("wnll/wnll.json").toFile());
    }

    /** Whole files of a folder, none if it isn't there. */
    private static List<Path> files(Path folder, String end) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> listed = Files.list(folder)) {
                listed.filter(file -> file.getFileName().toString().endsWith(end)
                                && !file.getFileName().toString().startsWith("."))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
