package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees of the command line without Spark ever starting. */
class CommandLineTest {
    private static final String QUICKSTART = "../conf/runs/quickstart.conf";
    private static final String CIFAR = "../conf/runs/cifar10-10k-zerosnet20-gaf.conf";
    private static final int SCREEN_LINES = 45;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpFitsOneScreenAndNamesEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "prepare",
                        "train",
                        "evaluate",
                        "embed",
                        "knn-graph",
                        "wnll",
                        "report",
                        "pipeline",
                        "bench",
                        "labels",
                        "landscape")
                .contains("Exit codes: 0 done, 1 failed, 2 wrong usage or configuration")
                .contains("conf/runs/quickstart.conf");
        assertThat(out.toString().lines()).hasSizeLessThanOrEqualTo(SCREEN_LINES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trian", "train", "train --config x --set y", "train --config x --color"})
    void wrongUsageExitsWithTwo(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void dryRunPrintsPlanAndSettingsAndWritesNothing() throws IOException {
        assertThat(run("pipeline", "--config", QUICKSTART, "--dry-run")).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "prepare    run",
                        "train      run",
                        "report     run",
                        "averaging: 2 workers every",
                        "train.averaging.frequency = ",
                        "10 Gbit/s",
                        "graph: 6,000 labelled and 1,000 unlabelled points with 64 features: about",
                        "interpolation: about",
                        "settings",
                        "workers=2");
        assertNothingWritten();
    }

    @Test
    void networksAreListedWithTheirSizes() throws IOException {
        Path csv = folder.resolve("networks.csv");

        assertThat(run("networks", "--csv", csv.toString(), "--family", "zerosnet-20"))
                .isZero();

        assertThat(out.toString()).containsPattern("zerosnet-20-opt +3x32x32 +10 +277,402 +41\\.3 M +[0-9.]+ MiB");
        assertThat(Files.readAllLines(csv))
                .hasSize(3)
                .first()
                .isEqualTo("network,image,classes,parameters,multiply_adds,activation_bytes");
        assertThat(Files.readAllLines(csv).get(2)).startsWith("zerosnet-20-tra,3x32x32,10,277409,41");
    }

    @Test
    void studiesOfANetworkAreNoPartOfThePipeline() throws IOException {
        assertThat(run("pipeline", "--config", QUICKSTART, "--dry-run")).isZero();
        assertThat(out.toString()).doesNotContain("robustness run");
        finish("prepare");
        finish("train");
        out.getBuffer().setLength(0);
        assertThat(run("robustness", "--config", QUICKSTART, "--dry-run")).isZero();
        assertThat(out.toString()).contains("robustness run      reads prepare, train");
    }

    @Test
    void scalingWritesTablesAndPlotsForEveryNetwork() throws IOException {
        Path tables = folder.resolve("scaling");

        assertThat(run("scaling", "--out", tables.toString(), "--bandwidth", "1"))
                .isZero();

        assertThat(out.toString()).contains("zerosnet-20: 277,402 parameters", "resnet-50: 25,557,032", "extrapolated");
        assertThat(Files.readAllLines(tables.resolve("scaling.csv")))
                .hasSize(1 + 3 * 11 * 4)
                .contains("network,step_seconds,workers,frequency,efficiency");
        assertThat(tables.resolve("resnet-18.png")).isNotEmptyFile();
    }

    @Test
    void scalingOfTheGraphSaysWhatIsExtrapolated() throws IOException {
        Path tables = folder.resolve("scaling");

        assertThat(run("scaling", "--graph", "--out", tables.toString(), "--knn-gigaflops", "60"))
                .isZero();

        assertThat(out.toString())
                .containsSubsequence(
                        "at 60 GFLOP/s",
                        "CIFAR-10: 50,000 + 10,000 points, 64 features, blocks of 16,384 (size and rates measured",
                        "ImageNet-1k, ResNet-50: 1,281,167 + 50,000 points, 2048 features",
                        "extrapolated",
                        "100 M images");
        assertThat(Files.readAllLines(tables.resolve("scaling-graph.csv"))).hasSize(1 + 4 * 3);
    }

    @Test
    void scalingRefusesAFolderWithoutTraining() throws IOException {
        assertThat(run("scaling", "--run", folder.toString())).isEqualTo(2);
        assertOneMessage("CONFIG: ", "--run takes the folder of a run", folder.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.averaging.workers=0 | train.averaging.workers = 0 | must be a whole number from 1 to 4096",
                "train.learing-rate=0.1 | train.learing-rate | did you mean train.learning-rate?",
                "train.epochs=many | train.epochs = \"many\" | must be a whole number from 1 to 100000",
            })
    void aBadSettingIsOneMessage(String setting, String finding, String rule) throws IOException {
        assertThat(run("pipeline", "--config", QUICKSTART, "--set", setting)).isEqualTo(2);
        assertOneMessage("CONFIG: ", "1 problem", finding, rule);
        assertNothingWritten();
    }

    @Test
    void aMissingFolderIsOneMessage() throws IOException {
        String absent = folder.resolve("absent").toString();
        assertThat(run("pipeline", "--config", CIFAR, "--set", "data.path=" + absent))
                .isEqualTo(1);
        assertOneMessage("DATA: ", absent);
        assertNothingWritten();
    }

    @Test
    void aTruncatedBatchIsOneMessage() throws IOException {
        Path raw = Files.createDirectory(folder.resolve("raw"));
        Files.write(raw.resolve("data_batch_1.bin"), new byte[2 * 3073 - 1]);
        Files.write(raw.resolve("test_batch.bin"), new byte[3073]);
        assertThat(run("pipeline", "--config", CIFAR, "--set", "data.path=" + raw))
                .isEqualTo(1);
        assertOneMessage("DATA: ", "data_batch_1.bin", "6,145", "3,073");
        assertNothingWritten();
    }

    @Test
    void anOutputThatCannotBeWrittenIsOneMessage() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThat(Main.run(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        "pipeline",
                        "--config",
                        QUICKSTART,
                        "--out",
                        file.resolve("runs").toString()))
                .isEqualTo(2);
        assertOneMessage("CONFIG: --out: cannot write to", file.toString());
        assertThat(file).hasContent("in the way");
    }

    @Test
    void tooFewThreadsForTheWorkersAreReportedBeforeAnythingIsPrepared() throws IOException {
        assertThat(run("pipeline", "--config", QUICKSTART, "--master", "local[1]"))
                .isEqualTo(1);
        assertOneMessage("CLUSTER: train.averaging.workers = 2", "local[1] has 1");
        assertNothingWritten();
    }

    @Test
    void aClusterIsNotGivenALocalOutput() throws IOException {
        assertThat(run("pipeline", "--config", QUICKSTART, "--master", "spark://head:7077", "--dry-run"))
                .isEqualTo(1);
        assertOneMessage("CLUSTER: ", "spark://head:7077", folder.toString());
        assertNothingWritten();
    }

    @Test
    void aStageWithoutItsPredecessorNamesTheCommandToRun() throws IOException {
        assertThat(run("wnll", "--config", QUICKSTART)).isEqualTo(2);
        assertOneMessage("CONFIG: ", "prepare is not finished", "run 'dahlquist prepare' first");
        assertNothingWritten();
    }

    @Test
    void aLandscapeNeedsFinishedTrainingsToCompare() throws IOException {
        finish("prepare");
        finish("train");
        assertThat(run("landscape", "--config", QUICKSTART, "--compare", "other"))
                .isEqualTo(2);
        assertOneMessage("CONFIG: ", "landscape.compare", "prepare isn't finished", "other");
        assertThat(run("landscape", "--config", QUICKSTART, "--dry-run")).isZero();
        assertThat(out.toString()).containsSubsequence("landscape  run", "reads prepare, train", "compare=[]");
    }

    @Test
    void aNewTrainingRemovesTheLandscapeOfTheOld() {
        assertThat(Stages.withDependants(List.of(Stages.named("train"))))
                .contains("landscape")
                .doesNotContain("prepare");
        assertThat(Stages.ALL).as("no part of the pipeline").doesNotContain(Stages.LANDSCAPE);
    }

    @Test
    void aFinishedStageWithOtherSettingsIsRefused() throws IOException {
        finish("prepare");
        assertThat(run("prepare", "--config", QUICKSTART, "--set", "seed=2")).isEqualTo(2);
        assertOneMessage("CONFIG: ", "was made with other settings", "seed was 1 and is now 2", "--overwrite");
    }

    @Test
    void aFinishedStageIsSkippedWithoutStartingSpark() throws IOException {
        finish("prepare");
        assertThat(run("prepare", "--config", QUICKSTART)).isZero();
        assertThat(out.toString()).contains("output " + folder.resolve("runs/quickstart/prepare"));
    }

    @Test
    void whatReadsAStageThatIsToRunIsRunAgain() throws IOException {
        finish("prepare");
        finish("embed");
        out.getBuffer().setLength(0);
        assertThat(run("pipeline", "--config", QUICKSTART, "--dry-run")).isZero();
        assertThat(out.toString()).containsSubsequence("prepare    finished", "train      run", "embed      run");
    }

    @Test
    void aStageThatAnotherProcessWritesIsLeftAlone() throws IOException {
        Path other = Files.createDirectories(folder.resolve("runs/quickstart/prepare"));
        Path lock = folder.resolve("runs/quickstart/_prepare.lock");
        long pid = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(lock, InetAddress.getLocalHost().getHostName() + " " + pid + " 2026-01-01T00:00:00Z");
        assertThat(run("prepare", "--config", QUICKSTART)).isEqualTo(2);
        assertOneMessage("CONFIG: ", "_prepare.lock is held by process " + pid);
        assertThat(other).exists();
        assertThat(lock).exists();
    }

    private int run(String... arguments) {
        List<String> line = new ArrayList<>(Arrays.asList(arguments));
        if (line.contains("--config")) {
            line.addAll(List.of("--out", folder.resolve("runs").toString()));
        }
        if (line.contains("--config") && !line.contains("--master")) {
            // Two slots for the two workers, also on a machine with one core.
            line.addAll(List.of("--master", "local[2]"));
        }
        return Main.run(new PrintWriter(out), new PrintWriter(err), line.toArray(String[]::new));
    }

    private void finish(String stage) throws IOException {
        Path directory =
                Files.createDirectories(folder.resolve("runs/quickstart").resolve(stage));
        out.getBuffer().setLength(0);
        assertThat(run("pipeline", "--config", QUICKSTART, "--dry-run")).isZero();
        String printed = out.toString();
        Files.writeString(directory.resolve("config.conf"), printed.substring(printed.indexOf("settings") + 9));
        Files.createFile(directory.resolve("_SUCCESS"));
    }

    private void assertOneMessage(String... parts) {
        assertThat(err.toString()).contains(parts).doesNotContain("\tat ");
        assertThat(err.toString().lines().filter(line -> line.matches("[A-Z]+: .*")))
                .hasSize(1);
    }

    private void assertNothingWritten() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).doesNotContain("runs");
        }
    }
}
