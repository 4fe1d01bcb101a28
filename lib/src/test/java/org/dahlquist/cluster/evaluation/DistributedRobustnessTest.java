package org.dahlquist.cluster.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.cluster.SmallDataset;
import org.dahlquist.cluster.input.InputBlock;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.InputConfig;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.RobustnessConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.report.LevelAccuracy;
import org.dahlquist.stability.Coefficients;
import org.dahlquist.training.Checkpoint;
import org.dahlquist.training.Evaluation;
import org.dahlquist.training.LocalTrainer;
import org.dahlquist.training.Optimiser;
import org.dahlquist.training.SmallNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class DistributedRobustnessTest {
    private static final int BATCH = 16;
    private static final int STEPS = 40;
    private static final RobustnessConfig CONFIG = new RobustnessConfig(
            40,
            List.of(0.0, 0.1),
            List.of(-0.2, 0.2),
            List.of(0.3),
            new RobustnessConfig.Attacks(
                    45,
                    List.of(0.0, 8.0),
                    List.of(8.0),
                    List.of(8.0, 32.0),
                    4,
                    0.4,
                    new RobustnessConfig.CarliniWagner(List.of(0.0, 0.5, 100.0), 3, 0.1, 15, 0.05)));

    @TempDir
    private static java.nio.file.Path folder;

    private static Evaluation clean;
    private static List<LevelAccuracy> one;
    private static List<LevelAccuracy> two;

    @BeforeAll
    static void judgeWithOneAndWithTwoTasks() throws IOException {
        Manifest manifest = SmallDataset.write(path("prepared"));
        Checkpoint.writeModel(new Configuration(), trained(manifest), path("model.zip"));
        one = judge(1, "one");
        two = judge(2, "two");
    }

    @Test
    void theResultIsTheSameForOneAndTwoTasks() throws IOException {
        assertThat(two).isEqualTo(one);
        assertThat(Files.readString(folder.resolve("two/robustness.csv")))
                .isEqualTo(Files.readString(folder.resolve("one/robustness.csv")))
                .startsWith("kind,level,samples,correct,accuracy,mean_l2\nrandn,0.0,40,");
    }

    @Test
    void rowsFollowTheSettings() {
        assertThat(one.stream().map(LevelAccuracy::kind))
                .containsExactly(
                        "randn", "randn", "rand", "rand", "const", "fgsm", "fgsm", "ifgsm", "pgd", "pgd", "cw-l2",
                        "cw-l2", "cw-l2");
        assertThat(one.stream().map(LevelAccuracy::level))
                .containsExactly(
                        0.0, 0.1, -0.2, 0.2, 0.3, 0.0, 8 / 255.0, 8 / 255.0, 8 / 255.0, 32 / 255.0, 0.0, 0.5, 100.0);
        assertThat(one.subList(0, 5)).allMatch(row -> row.samples() == 40);
        assertThat(one.subList(5, 13)).allMatch(row -> row.samples() == SmallDataset.TEST);
    }

    @Test
    void withoutADisturbanceTheAccuracyIsTheEvaluations() {
        assertThat(clean.top1()).as("the network has learnt").isGreaterThan(0.6);
        assertThat(row("fgsm", 0).accuracy()).isEqualTo(clean.top1());
        assertThat(row("cw-l2", 0).accuracy()).isEqualTo(clean.top1());
        assertThat(row("randn", 0).meanL2()).isZero();
        // all 45 samples instead of the first 40
        RobustnessConfig all = new RobustnessConfig(0, List.of(0.0), List.of(), List.of(), CONFIG.attacks());
        assertThat(judge(1, "all", all).get(0).accuracy()).isEqualTo(clean.top1());
    }

    @Test
    void strongerAttacksLeaveLess() {
        long untouched = row("fgsm", 0).correct();
        assertThat(row("fgsm", 8).correct()).isLessThanOrEqualTo(untouched);
        assertThat(row("pgd", 32).correct()).isLessThan(untouched);
        assertThat(row("pgd", 32).correct()).isLessThanOrEqualTo(row("pgd", 8).correct());
        assertThat(one.get(11).correct()).as("cw-l2 within 0.5").isLessThanOrEqualTo(untouched);
        assertThat(one.get(12).correct()).as("cw-l2 within 100").isLessThan(untouched / 2);
        // 64 pixels, each moved by at most 8/255
        assertThat(row("fgsm", 8).meanL2()).isPositive().isLessThan(8 * 8 / 255.0 + 1e-6);
    }

    @Test
    void aMissingModelIsNamed() {
        SparkSession session = LocalSpark.start(1);
        try {
            JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
            assertThatThrownBy(() -> DistributedRobustness.evaluate(
                            spark, config(CONFIG), path("prepared"), path("absent.zip"), path("none")))
                    .hasMessageStartingWith("DATA")
                    .hasMessageContaining("absent.zip");
        } finally {
            session.stop();
        }
    }

    private static LevelAccuracy row(String kind, int greyLevels) {
        return one.stream()
                .filter(row -> row.kind().equals(kind) && row.level() == greyLevels / 255.0)
                .findFirst()
                .orElseThrow();
    }

    private static List<LevelAccuracy> judge(int tasks, String name) {
        return judge(tasks, name, CONFIG);
    }

    private static List<LevelAccuracy> judge(int tasks, String name, RobustnessConfig config) {
        SparkSession session = LocalSpark.start(tasks);
        try {
            JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
            Path model = path("model.zip");
            clean = DistributedEvaluation.evaluate(
                    session, PreparedData.of(path("prepared")), model, BATCH, path(name + "-evaluate"));
            return DistributedRobustness.evaluate(spark, config(config), path("prepared"), model, path(name));
        } finally {
            session.stop();
        }
    }

    private static RunConfig config(RobustnessConfig robustness) {
        return new RunConfig(
                3, null, InputConfig.DEFAULT, null, null, BATCH, false, 15, null, null, null, robustness, null);
    }

    /** A ZeroSNet that has seen the training part some times. */
    private static ComputationGraph trained(Manifest manifest) {
        Optimiser optimiser = SmallNetwork.activatedMomentum(0.05);
        NetworkSpec spec = new NetworkSpec(
                NetworkConfig.Architecture.ZEROSNET, 8, manifest.classes(), SmallDataset.SHAPE, Coefficients.OPTIMAL);
        ComputationGraph network = new ComputationGraph(
                spec.configuration(optimiser.updater(), optimiser.regularization(), 1, DataType.FLOAT));
        network.init();
        PreparedSplit train =
                PreparedSplit.of(new Configuration(), PreparedData.of(path("prepared")), Split.TRAIN, manifest);
        InputBlock block = train.evaluation().normalised(0, train.size());
        int[] labels = block.labels();
        float[][] oneHot = new float[labels.length][manifest.classes()];
        for (int row = 0; row < labels.length; row++) {
            oneHot[row][labels[row]] = 1;
        }
        try (LocalTrainer trainer = new LocalTrainer(network)) {
            for (int step = 0; step < STEPS; step++) {
                trainer.step(new DataSet(block.array(), Nd4j.create(oneHot)), 0, step);
            }
        }
        return network;
    }

    private static Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }
}
