package org.dahlquist.cluster.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.cluster.SmallDataset;
import org.dahlquist.cluster.evaluation.DistributedEvaluation;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.training.DistributedTraining;
import org.dahlquist.cluster.training.TrainingSummary;
import org.dahlquist.robustness.InputNoise;
import org.dahlquist.run.Provenance;
import org.dahlquist.run.RunConfig;
import org.dahlquist.sweep.Cell;
import org.dahlquist.sweep.CellResult;
import org.dahlquist.sweep.NoisyScore;
import org.dahlquist.sweep.SweepFile;
import org.dahlquist.training.Evaluation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributedSweepTest {
    private static final Provenance PROGRAM = new Provenance("1", "", "abc", "");

    @TempDir
    private static java.nio.file.Path folder;

    private static SparkSession session;
    private static List<Cell> cells;
    private static List<CellResult> results;

    @BeforeAll
    static void sweepOnce() throws IOException {
        session = LocalSpark.start(2);
        SmallDataset.write(path("prepared"));
        // A folder whose shards are missing.
        Files.createDirectory(folder.resolve("broken"));
        Files.copy(folder.resolve("prepared/manifest.json"), folder.resolve("broken/manifest.json"));
        cells = cells("""
                settings {
                  network.depth = 8
                  batch-size = 16
                  train {
                    epochs = 3
                    validate-every = 2
                    # Rounds of one step, so that the loss is summed in the same order.
                    averaging { batch-size-per-worker = 12, frequency = 1 }
                    augmentation.crop-padding = 2
                  }
                }
                cells = [
                  { name = fine }
                  { name = broken }
                  { name = short, train.epochs = 1 }
                  # A rate this high with momentum overflows float32 after a few steps.
                  { name = wild, train.learning-rate = 1000, train.weight-decay = 1, train.schedule.kind = constant, train.epochs = 40 }
                ]
                seeds = [3]
                """);
        results = sweep(spark()).run(cells);
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @Test
    void aCellEqualsATrainingWithOneWorkerBitForBit() throws IOException {
        RunConfig config = cells.get(0).run().config();
        TrainingSummary alone = new DistributedTraining(spark(), config, path("prepared"), path("alone")).run();

        assertThat(folder.resolve("cells/fine-seed3/model.zip"))
                .hasSameBinaryContentAs(folder.resolve("alone/model.zip"));
        assertThat(metrics("cells/fine-seed3")).isEqualTo(metrics("alone"));
        assertThat(results.get(0).test().top1()).isEqualTo(alone.testTop1());
        assertThat(results.get(0).test().loss()).isEqualTo(alone.testLoss());
        assertThat(results.get(0).trainLoss()).isEqualTo(alone.finalLoss());
    }

    @Test
    void theTrainingPartIsEvaluatedWithoutAugmentation() throws IOException {
        CellResult result = results.get(0);
        assertThat(result.train().top1() * SmallDataset.TRAIN % 1).isZero();
        Evaluation test = DistributedEvaluation.evaluate(
                session, PreparedData.of(path("prepared")), path("cells/fine-seed3/model.zip"), 16, path("evaluate"));
        assertThat(test.top1()).isEqualTo(result.test().top1());
    }

    @Test
    void accuracyUnderNoiseIsMeasuredOnBothParts() {
        CellResult result = results.get(0);
        assertThat(result.noise().get(0))
                .isEqualTo(new NoisyScore(
                        "randn 0", result.test().top1(), result.train().top1()));
        // All images are black, so all get the same class.
        assertThat(result.noise().get(1).noise()).isEqualTo("const -1");
        assertThat(result.noise().get(1).test()).isBetween(0.2, 0.5);
        assertThat(results.get(3).noise().get(1)).isEqualTo(new NoisyScore("const -1", 1 / 3.0, 1 / 3.0));
    }

    @Test
    void aBrokenCellIsRecordedAndTheOthersGoOn() throws IOException {
        assertThat(results.stream().map(CellResult::status))
                .containsExactly(
                        CellResult.Status.FINISHED,
                        CellResult.Status.FAILED,
                        CellResult.Status.FINISHED,
                        CellResult.Status.DIVERGED);
        assertThat(results.get(1).reason()).startsWith("DATA: ").contains("shard-00000.arrow");
        assertThat(folder.resolve("cells/broken-seed3/_SUCCESS")).doesNotExist();
        assertThat(read("cells/broken-seed3")).isEqualTo(results.get(1));
    }

    @Test
    void aDivergedTrainingIsAResult() throws IOException {
        CellResult wild = results.get(3);
        assertThat(wild.reason()).matches("(loss (NaN|Infinity)|parameters not finite) in epoch \\d+.*");
        assertThat(wild.test().top1()).isEqualTo(1 / 3.0);
        assertThat(wild.test().loss()).isNull();
        assertThat(wild.epochs()).isLessThan(40);
        assertThat(metrics("cells/wild-seed3")).hasSize(1 + wild.epochs());
        assertThat(folder.resolve("cells/wild-seed3/_SUCCESS")).exists();
    }

    @Test
    void everyCellKeepsItsSettingsMetricsModelAndResult() throws IOException {
        assertThat(folder.resolve("cells/short-seed3").toFile().list((dir, name) -> !name.endsWith(".crc")))
                .containsExactlyInAnyOrder("config.conf", "metrics.csv", "model.zip", "result.json", "_SUCCESS");
        assertThat(folder.resolve("cells/short-seed3/config.conf"))
                .hasContent(cells.get(2).run().resolved());
        assertThat(read("cells/short-seed3")).isEqualTo(results.get(2));
    }

    @Test
    void slotsAndOrderDoNotChangeACell() throws IOException {
        new DistributedSweep(
                        spark(),
                        cell -> path("prepared"),
                        cell -> path("again/" + cell.id()),
                        List.of(),
                        false,
                        PROGRAM)
                .run(cells("""
                settings {
                  network.depth = 8
                  batch-size = 16
                  train { averaging { batch-size-per-worker = 12 }, augmentation.crop-padding = 2, epochs = 1 }
                }
                cells = [ { name = short } ]
                seeds = [3]
                """));
        assertThat(folder.resolve("again/short-seed3/model.zip"))
                .hasSameBinaryContentAs(folder.resolve("cells/short-seed3/model.zip"));
    }

    private static DistributedSweep sweep(JavaSparkContext spark) {
        return new DistributedSweep(
                spark,
                cell -> path(cell.setting().equals("broken") ? "broken" : "prepared"),
                cell -> path("cells/" + cell.id()),
                List.of(new InputNoise(InputNoise.Kind.RANDN, 0), new InputNoise(InputNoise.Kind.CONST, -1)),
                true,
                PROGRAM);
    }

    private static List<Cell> cells(String text) throws IOException {
        return SweepFile.read(
                        Files.writeString(folder.resolve("sweep.conf"), text).toFile(), List.of())
                .cells();
    }

    private static CellResult read(String cell) throws IOException {
        return CellResult.parse(Files.readString(folder.resolve(cell).resolve(CellResult.FILE)), cell);
    }

    /** Everything in metrics.csv but the times. */
    private static List<String> metrics(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve("metrics.csv")).stream()
                .map(line -> String.join(",", Arrays.asList(line.split(",", -1)).subList(0, 6)))
                .toList();
    }

    private static JavaSparkContext spark() {
        return new JavaSparkContext(session.sparkContext());
    }

    private static Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }
}
