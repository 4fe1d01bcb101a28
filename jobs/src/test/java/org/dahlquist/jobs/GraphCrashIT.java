package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The neighbour graph on clusters that lose executors and in processes that die. */
@Tag("cluster")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class GraphCrashIT {
    private static final Path CONFIG =
            Path.of("..").toAbsolutePath().normalize().resolve("conf/runs/quickstart.conf");
    private static final Pattern KEPT =
            Pattern.compile("knn-graph  (\\d+) of (\\d+) block pairs were there from before");
    private static final int SOME_PAIRS = 60;
    private static final String SPECULATION = "--conf spark.speculation=true --conf spark.speculation.interval=10ms"
            + " --conf spark.speculation.multiplier=1.01 --conf spark.speculation.quantile=0.1"
            + " --conf spark.speculation.minTaskRuntime=1ms";

    @TempDir
    Path folder;

    /** Small blocks make many pairs, so that there is a middle to die in. */
    @Test
    void theGraphIsTheSameWhereverItIsBuiltAndWhateverDies() throws IOException, InterruptedException {
        Launcher embedded = Launcher.embedded(folder);
        embedded.pipeline("whole", "--master", "local[2]", "--set", "train.epochs=1");
        Map<String, String> expected = graph("whole");
        assertThat(expected).hasSize(3);

        copyOf("whole", "one");
        finish(embedded, start(embedded, "one", "local[1]", 100), "one");
        assertThat(graph("one")).isEqualTo(expected);

        copyOf("whole", "batch");
        finish(embedded, start(embedded, "batch", "local[2]", 100, "graph.reuse=whole"), "batch");
        assertThat(graph("batch")).isEqualTo(expected);

        copyOf("whole", "driver");
        Process doomed = start(embedded, "driver", "local[2]", 16);
        await(embedded, doomed, "driver");
        doomed.destroyForcibly().waitFor();
        finish(embedded, start(embedded, "driver", "local[2]", 16), "driver");
        Matcher kept = KEPT.matcher(embedded.log("driver"));
        assertThat(kept.find()).as(embedded.log("driver")).isTrue();
        assertThat(Integer.parseInt(kept.group(1))).isBetween(SOME_PAIRS, Integer.parseInt(kept.group(2)));
        assertThat(graph("driver")).isEqualTo(expected);

        Launcher cluster = Launcher.sparkSubmit(folder);
        copyOf("whole", "executor");
        Process process = start(cluster, "executor", "local-cluster[2,1,2048]", 16);
        await(cluster, process, "executor");
        ProcessHandle executor = process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .orElseThrow();
        assertThat(executor.destroyForcibly()).isTrue();
        finish(cluster, process, "executor");
        assertThat(cluster.log("executor")).contains("Lost executor");
        assertThat(graph("executor")).isEqualTo(expected);

        copyOf("whole", "attempts");
        Launcher twice = cluster.with(SPECULATION + " --conf spark.task.cpus=2");
        finish(twice, start(twice, "attempts", "local-cluster[2,2,2048]", 100), "attempts");
        assertThat(graph("attempts")).isEqualTo(expected);
        assertThat(files(folder.resolve("attempts/knn-graph"), ".lists")).hasSizeLessThan(10);
    }

    private static Process start(Launcher launcher, String run, String master, int blockRows, String... others)
            throws IOException {
        List<String> options = new ArrayList<>(List.of("--master", master));
        List<String> settings = new ArrayList<>(List.of(
                "data.shapes.train=512",
                "data.shapes.test=128",
                "train.averaging.frequency=2",
                "train.epochs=1",
                "graph.task-seconds=0",
                "graph.block-rows=" + blockRows));
        settings.addAll(List.of(others));
        for (String setting : settings) {
            options.addAll(List.of("--set", setting));
        }
        return launcher.start("knn-graph", CONFIG, run, options);
    }

    private static void finish(Launcher launcher, Process process, String run) throws InterruptedException {
        assertThat(process.waitFor()).as(() -> launcher.log(run)).isZero();
        assertThat(launcher.log(run)).contains("knn-graph finished");
    }

    /** Waits until the job is in the middle of the pairs. */
    private void await(Launcher launcher, Process process, String run) throws IOException, InterruptedException {
        Path join = folder.resolve(run).resolve("knn-graph/join/round-00/pairs");
        while (files(join, ".lists").size() < SOME_PAIRS) {
            assertThat(process.isAlive()).as(() -> launcher.log(run)).isTrue();
            Thread.sleep(20);
        }
    }

    private void copyOf(String run, String copy) throws IOException {
        for (String stage : List.of("prepare", "train", "embed")) {
            FileUtils.copyDirectory(
                    folder.resolve(run).resolve(stage).toFile(),
                    folder.resolve(copy).resolve(stage).toFile());
        }
    }

    /** Digests of the graph's files. */
    private Map<String, String> graph(String run) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        Path graph = folder.resolve(run).resolve("knn-graph");
        for (Path file : files(graph, ".arrow")) {
            digests.put(graph.relativize(file).toString(), DigestUtils.sha256Hex(Files.readAllBytes(file)));
        }
        return digests;
    }

    /** Whole files below a folder, in which others may come and go meanwhile. */
    private static List<Path> files(Path folder, String end) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.endsWith(end) && !name.startsWith(".")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
