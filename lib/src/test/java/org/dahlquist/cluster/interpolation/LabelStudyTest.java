package org.dahlquist.cluster.interpolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.neighbours.NeighbourGraph;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.run.InputConfig;
import org.dahlquist.run.LabelStudyConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.run.report.LabelAccuracy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three clusters that touch, 600 points, on local[2]. */
class LabelStudyTest {
    private static final int TRAIN = 400;
    private static final int POINTS = 600;
    private static final List<String> METHODS = List.of("nearest", "gl", "wnll", "poisson");

    @TempDir
    private Path folder;

    @Test
    void fewLabelsAreEnoughForPoissonAndTheResultDoesNotDependOnPartitions() throws IOException {
        LabelStudyConfig study = new LabelStudyConfig(List.of(1, 20), 4, METHODS);
        try (SparkSession spark = session()) {
            writeFeatures();
            NeighbourGraph.build(spark, path("embed"), 8, path("graph"));

            List<LabelAccuracy> rows = run(spark, study, 5, "labels");

            assertThat(rows).hasSize(8);
            for (int method = 0; method < METHODS.size(); method++) {
                LabelAccuracy few = rows.get(method);
                LabelAccuracy many = rows.get(METHODS.size() + method);
                assertThat(few.method()).isEqualTo(METHODS.get(method)).isEqualTo(many.method());
                assertThat(many.top1()).as(few.method()).isGreaterThan(0.9);
                assertThat(many.deviation()).as(few.method()).isLessThan(0.05);
                assertThat(few.trials()).isEqualTo(4);
            }
            double plain = rows.get(1).top1();
            assertThat(rows.get(5).top1()).as("gl with more labels").isGreaterThan(plain);
            assertThat(rows.get(3).top1()).as("poisson with one label").isGreaterThan(plain);
            String csv = Files.readString(folder.resolve("labels/labels.csv"));
            assertThat(LabelAccuracy.parse(csv, "labels")).isEqualTo(rows);
            assertThat(Files.readString(folder.resolve("labels/label-trials.csv"))
                            .lines())
                    .hasSize(1 + 32);

            run(spark, study, 5, "again");
            assertThat(folder.resolve("again/label-trials.csv"))
                    .hasSameTextualContentAs(folder.resolve("labels/label-trials.csv"));
            assertThat(run(spark, study, 6, "other seed")).isNotEqualTo(rows);
            assertThatThrownBy(() -> run(spark, new LabelStudyConfig(List.of(200), 1, METHODS), 5, "none"))
                    .hasMessageMatching("CONFIG: labels.per-class has 200, but class \\d has only \\d+ training.*");
        }
    }

    @Test
    void aDrawHasTheSameNumberOfEachClassAndGrowsWithTheNumber() {
        long[] ids = LongStream.range(0, POINTS).toArray();
        int[] labels = labels();
        LabelTrial.Subject subject = new LabelTrial.Subject(null, null, ids, labels, TRAIN, 3, null, 9);

        int[] few = new LabelTrial(2, 0).draw(subject);
        int[] many = new LabelTrial(5, 0).draw(subject);

        for (int label = 0; label < 3; label++) {
            int wanted = label;
            assertThat(Arrays.stream(few).filter(found -> found == wanted)).hasSize(2);
            assertThat(Arrays.stream(many).filter(found -> found == wanted)).hasSize(5);
        }
        for (int point = 0; point < POINTS; point++) {
            assertThat(few[point]).isIn(-1, many[point]);
            assertThat(many[point]).isIn(-1, point < TRAIN ? labels[point] : -1);
        }
        assertThat(new LabelTrial(5, 1).draw(subject)).isNotEqualTo(many);
    }

    private List<LabelAccuracy> run(SparkSession spark, LabelStudyConfig study, long seed, String output) {
        WnllConfig wnll = new WnllConfig(
                WnllConfig.Method.WNLL,
                WnllConfig.Weights.TEXTBOOK,
                4,
                WnllConfig.LabelledWeight.PAPER,
                WnllConfig.Orphans.NEAREST,
                1e-7,
                1000,
                64);
        RunConfig config =
                new RunConfig(seed, null, InputConfig.DEFAULT, null, null, 16, false, 8, null, wnll, study, null, null);
        return LabelStudy.run(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                config,
                path("embed"),
                path("graph"),
                3,
                path(output));
    }

    private static int[] labels() {
        return new Random(3).ints(POINTS, 0, 3).toArray();
    }

    private void writeFeatures() {
        Random random = new Random(4);
        int[] labels = labels();
        float[] values = new float[POINTS * 2];
        for (int point = 0; point < POINTS; point++) {
            values[2 * point] = (float) (random.nextGaussian() + (labels[point] == 1 ? 5 : 0));
            values[2 * point + 1] = (float) (random.nextGaussian() + (labels[point] == 2 ? 5 : 0));
        }
        write("train", 0, TRAIN, labels, values);
        write("test", TRAIN, POINTS, labels, values);
    }

    private void write(String split, int from, int to, int[] labels, float[] values) {
        FeatureShards.write(
                new Configuration(),
                path("embed/" + split + "/part-00000.arrow"),
                new Features(
                        LongStream.range(from, to).toArray(),
                        Arrays.copyOfRange(labels, from, to),
                        Arrays.copyOfRange(values, 2 * from, 2 * to),
                        2));
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    private static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("labels")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
    }
}
