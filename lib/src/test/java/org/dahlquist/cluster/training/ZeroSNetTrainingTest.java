package org.dahlquist.cluster.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.cluster.SmallDataset;
import org.dahlquist.cluster.evaluation.DistributedEvaluation;
import org.dahlquist.cluster.evaluation.FeatureEmbedding;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.network.TrainedCoefficients;
import org.dahlquist.run.InputConfig;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.TestRun;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.training.Checkpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The project's own network through training, resuming, evaluation and embedding. */
@Tag("slow")
class ZeroSNetTrainingTest {
    private static final int EPOCHS = 2;
    private static final double INITIAL_K = -2;

    @TempDir
    private java.nio.file.Path folder;

    private NetworkConfig.Variant variant = NetworkConfig.Variant.OPT;

    /** Depth 8 has one block with a k: the last. */
    @ParameterizedTest
    @EnumSource
    void neitherTaskSlotsNorAKillChangeABit(NetworkConfig.Variant trained) throws IOException {
        variant = trained;
        SmallDataset.write(path("prepared"));
        withThreads(2, spark -> train(spark, "two"));
        withThreads(4, spark -> {
            train(spark, "four");
            train(spark, "killed");
            Files.delete(folder.resolve("killed/model.zip"));
            Files.delete(folder.resolve("killed/checkpoints/epoch-0002.zip"));
            train(spark, "killed");
        });

        assertThat(model("four")).isEqualTo(model("two"));
        assertThat(model("killed")).isEqualTo(model("two"));
        assertThat(TrainedCoefficients.of(Checkpoint.restoreModel(model("two")))
                        .k()
                        .values())
                .hasSize(trained == NetworkConfig.Variant.TRA ? 1 : 0)
                .allMatch(k -> k != INITIAL_K && Math.abs(k - INITIAL_K) < 1);
    }

    @Test
    void featuresAreTheLastLayersInput() throws IOException {
        SmallDataset.write(path("prepared"));
        withThreads(2, spark -> {
            train(spark, "run");
            SparkSession session = SparkSession.builder().getOrCreate();
            Path model = path("run/model.zip");
            DistributedEvaluation.evaluate(session, PreparedData.of(path("prepared")), model, 20, path("evaluate"));
            FeatureEmbedding.embed(session, PreparedData.of(path("prepared")), model, 20, path("embed"));
        });

        assertThat(FeatureShards.read(new Configuration(), path("embed/test")).dimension())
                .isEqualTo(64);
        assertThat(folder.resolve("evaluate/evaluation.json")).exists();
    }

    @FunctionalInterface
    private interface Work {
        void on(JavaSparkContext spark) throws IOException;
    }

    private static void withThreads(int threads, Work work) throws IOException {
        SparkSession session = LocalSpark.start(threads);
        try {
            work.on(new JavaSparkContext(session.sparkContext()));
        } finally {
            session.stop();
        }
    }

    private void train(JavaSparkContext spark, String name) {
        TrainConfig train = TestRun.with(
                        "train.epochs=" + EPOCHS,
                        "train.gradient-activation.position=gradient",
                        "train.augmentation.crop-padding=2",
                        "train.averaging.frequency=2",
                        "train.averaging.batch-size-per-worker=12",
                        "train.keep-checkpoints=3")
                .train();
        NetworkConfig network = new NetworkConfig(
                NetworkConfig.Architecture.ZEROSNET,
                8,
                variant,
                List.of(1 / 3.0, 5 / 9.0, 1 / 9.0, 16 / 9.0),
                INITIAL_K,
                NetworkConfig.Block.AUTO,
                NetworkConfig.Stem.AUTO);
        RunConfig config = new RunConfig(
                3, null, InputConfig.DEFAULT, network, train, 16, false, 15, null, null, null, null, null);
        new DistributedTraining(spark, config, path("prepared"), path(name)).run();
    }

    private byte[] model(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name + "/model.zip"));
    }

    private Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }
}
