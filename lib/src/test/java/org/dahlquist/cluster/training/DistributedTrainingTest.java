package org.dahlquist.cluster.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.cluster.SmallDataset;
import org.dahlquist.cluster.evaluation.DistributedEvaluation;
import org.dahlquist.cluster.evaluation.FeatureEmbedding;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.run.InputConfig;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.TestRun;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.training.EpochMetrics;
import org.dahlquist.training.Evaluation;
import org.dahlquist.training.SmallNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributedTrainingTest {
    private static final int EPOCHS = 5;
    private static final int BATCH = 16;
    private static final String PARAMETERS = "train.averaging.mode=parameters";
    private static final String GRADIENTS = "train.averaging.mode=gradients";

    @TempDir
    private static java.nio.file.Path folder;

    private static SparkSession session;
    private static Path prepared;
    private static TrainingSummary uninterrupted;

    @BeforeAll
    static void trainOnce() {
        session = LocalSpark.start(2);
        prepared = path("prepared");
        SmallDataset.write(prepared);
        uninterrupted = training("whole", 3, row -> {}).run();
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @Test
    void everyEpochLeavesARowAndTheNewestCheckpointsStay() throws IOException {
        List<String> rows = Files.readAllLines(folder.resolve("whole/metrics.csv"));

        assertThat(rows).hasSize(EPOCHS + 1);
        assertThat(rows.get(0)).isEqualTo(EpochMetrics.HEADER);
        assertThat(rows.get(1).split(",")[3]).as("epoch 1 is not evaluated").isEmpty();
        assertThat(rows.get(2).split(",")[3]).as("epoch 2 is evaluated").isNotEmpty();
        assertThat(rows.get(EPOCHS).split(",")[3]).as("the last epoch is").isNotEmpty();
        assertThat(folder.resolve("whole/checkpoints").toFile().list((dir, name) -> name.endsWith(".zip")))
                .containsExactlyInAnyOrder("epoch-0004.zip", "epoch-0005.zip");
        assertThat(uninterrupted.epochs()).isEqualTo(EPOCHS);
        assertThat(uninterrupted.finalLoss())
                .as("learns")
                .isLessThan(Double.parseDouble(rows.get(1).split(",")[1]));
    }

    @Test
    void aResumedRunEndsWithTheSameBytes() throws IOException {
        TrainingSummary resumed = killedAndResumed("resumed", PARAMETERS);

        assertThat(model("resumed")).isEqualTo(model("whole"));
        assertThat(results("resumed")).isEqualTo(results("whole"));
        assertThat(resumed.testLoss()).isEqualTo(uninterrupted.testLoss());
    }

    @Test
    void aResumedRunOfGradientAveragingEndsWithTheSameBytes() throws IOException {
        training("gradients", GRADIENTS, 3, row -> {}).run();

        killedAndResumed("gradients-resumed", GRADIENTS);

        assertThat(model("gradients-resumed")).isEqualTo(model("gradients")).isNotEqualTo(model("whole"));
        assertThat(results("gradients-resumed")).isEqualTo(results("gradients"));
    }

    private static TrainingSummary killedAndResumed(String name, String averaging) {
        Consumer<EpochMetrics> kill = row -> {
            if (row.epoch() == 4) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> training(name, averaging, 3, kill).run()).hasMessage("killed");
        assertThat(Files.exists(folder.resolve(name + "/model.zip"))).isFalse();
        return training(name, averaging, 3, row -> {}).run();
    }

    @Test
    void aFinishedTrainingIsNotTrainedFurther() throws IOException {
        training("whole", 3, row -> {
                    throw new IllegalStateException("trained again");
                })
                .run();

        assertThat(results("whole")).hasSize(EPOCHS + 1);
    }

    @Test
    void aCheckpointOfAnotherSeedIsRefused() {
        assertThatThrownBy(() -> training("whole", 4, row -> {}).run())
                .hasMessageStartingWith("CONFIG")
                .hasMessageContaining("seed 3")
                .hasMessageContaining("--overwrite");
    }

    @Test
    void evaluationAgreesWithTheTrainingsOwnAndWithItsPredictions() throws IOException {
        Evaluation evaluation = DistributedEvaluation.evaluate(
                session, PreparedData.of(prepared), path("whole/model.zip"), BATCH, path("evaluate"));

        assertThat(evaluation.samples()).isEqualTo(SmallDataset.TEST);
        assertThat(evaluation.top1()).isEqualTo(uninterrupted.testTop1());
        assertThat(evaluation.loss()).isEqualTo(uninterrupted.testLoss());
        JsonNode json = new ObjectMapper()
                .readTree(folder.resolve("evaluate/evaluation.json").toFile());
        assertThat(json.get("top1").asDouble()).isEqualTo(evaluation.top1());
        assertThat(json.get("confusion").size()).isEqualTo(3);
        assertThat(json.get("per_class").get(0).get("label").asText()).isEqualTo("dark");
        List<Row> rows = session.read()
                .parquet(path("evaluate/predictions").toString())
                .orderBy("id")
                .collectAsList();
        assertThat(rows).hasSize(SmallDataset.TEST);
        assertThat(rows.get(0).<Long>getAs("id")).isEqualTo(SmallDataset.TRAIN);
        long correct = rows.stream()
                .filter(row -> row.<Integer>getAs("label").equals(row.<Integer>getAs("predicted")))
                .count();
        assertThat((double) correct / SmallDataset.TEST).isEqualTo(evaluation.top1());
    }

    @Test
    void everySampleIsEmbeddedOnceWithoutAugmentation() {
        FeatureEmbedding.embed(session, PreparedData.of(prepared), path("whole/model.zip"), BATCH, path("embed"));
        FeatureEmbedding.embed(session, PreparedData.of(prepared), path("whole/model.zip"), 7, path("embed-7"));

        Features train = FeatureShards.read(new Configuration(), path("embed/train"));
        Features test = FeatureShards.read(new Configuration(), path("embed/test"));
        Features other = FeatureShards.read(new Configuration(), path("embed-7/train"));

        assertThat(train.size()).isEqualTo(SmallDataset.TRAIN);
        assertThat(test.size()).isEqualTo(SmallDataset.TEST);
        assertThat(test.ids()[0]).isEqualTo(SmallDataset.TRAIN);
        assertThat(train.dimension()).isEqualTo(6);
        assertThat(other.labels()).isEqualTo(train.labels());
        for (int i = 0; i < train.values().length; i++) {
            assertThat(other.values()[i]).isCloseTo(train.values()[i], within(1e-6f));
        }
    }

    @Test
    void aMissingModelIsNamed() {
        assertThatThrownBy(() -> FeatureEmbedding.embed(
                        session, PreparedData.of(prepared), path("absent.zip"), BATCH, path("none")))
                .hasMessageStartingWith("DATA")
                .hasMessageContaining("absent.zip");
    }

    private static DistributedTraining training(String name, long seed, Consumer<EpochMetrics> observer) {
        return training(name, PARAMETERS, seed, observer);
    }

    private static DistributedTraining training(
            String name, String averaging, long seed, Consumer<EpochMetrics> observer) {
        TrainConfig train = TestRun.with(
                        averaging,
                        "train.epochs=" + EPOCHS,
                        "train.augmentation.crop-padding=2",
                        "train.averaging.frequency=2",
                        "train.averaging.slices=3",
                        "train.averaging.batch-size-per-worker=12",
                        "train.validate-every=2",
                        "train.keep-checkpoints=2")
                .train();
        NetworkConfig network = new NetworkConfig(NetworkConfig.Architecture.ZEROSNET, 8, List.of());
        RunConfig config = new RunConfig(
                seed, null, InputConfig.DEFAULT, network, train, BATCH, false, 15, null, null, null, null, null);
        return new DistributedTraining(
                new JavaSparkContext(session.sparkContext()),
                config,
                prepared,
                path(name),
                (manifest, optimiser, s) ->
                        SmallNetwork.configuration(optimiser, 1, SmallDataset.SHAPE.height(), manifest.classes(), s),
                observer);
    }

    private static byte[] model(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name + "/model.zip"));
    }

    /** Epoch, losses, accuracies and learning rate: everything in metrics.csv but the times. */
    private static List<String> results(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name + "/metrics.csv")).stream()
                .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, 6)))
                .toList();
    }

    private static Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }
}
