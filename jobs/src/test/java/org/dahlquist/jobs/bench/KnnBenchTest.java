package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.scaling.GraphCost;
import org.dahlquist.scaling.KernelRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class KnnBenchTest {
    private static final List<KnnMeasurement> ROUNDS = List.of(
            new KnnMeasurement("1000x50", "ours", 2, 1, 0.5, 1, 300, 1),
            new KnnMeasurement("1000x50", "ours", 2, 2, 0.1, 1, 320, 1),
            new KnnMeasurement("1000x50", "ours", 2, 3, 0.25, 1, 310, 1),
            new KnnMeasurement("1000x50", "faiss", 2, 1, 1.0, 1, 200, Double.NaN));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "--rounds, 0, --rounds must be at least 1",
        "--sizes, 60000, '--sizes takes points x features such as 60000x64, but got 60000'",
        "--sizes, 15x4, '--sizes needs more than k = 15 points, but got 15x4'",
        "--threads, 3, '--threads takes 1, 2 or 1,2, but got [3]'",
        "--k, 1, --k must be at least 2",
        "--data, /nowhere, --data has no train-images-idx3-ubyte.gz",
        "--features, /nowhere, --features takes a folder of feature shards such as runs/ID/embed/train"
    })
    void wrongOptionsAreRefusedBeforeAnythingIsMeasured(String option, String value, String rule) {
        assertThat(refused(option, value)).contains(rule);
    }

    /** The message of a command with wrong options, which writes nothing. */
    private String refused(String... options) {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new BenchCommand())
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(
                                Stream.of("knn"),
                                Stream.of(options),
                                Stream.of("--out", folder.resolve("bench").toString()))
                        .flatMap(part -> part)
                        .toArray(String[]::new));

        assertThat(code).isEqualTo(2);
        assertThat(folder.resolve("bench")).doesNotExist();
        return err.toString();
    }

    @Test
    void theMiddleOfTheRoundsCountsAgainstEachPeerAndTheCeiling() {
        KnnSummary summary = new KnnSummary(ROUNDS, 15);

        assertThat(summary.rows().get(0).seconds()).isEqualTo(0.25);
        assertThat(summary.rows().get(0).share()).isEqualTo(5e7 / (0.25 * 2 * 1e9));
        assertThat(summary.rows().get(1).timesOurs()).isEqualTo(4);
        assertThat(summary.rows().get(1).share()).isNaN();
        assertThat(summary.rows().get(0).predicted())
                .isEqualTo(GraphCost.of(1000, 0, 50, 15, 8192).nearFirstCoreSeconds(KernelRate.PLANNED) / 2);
        assertThat(summary.rows().get(1).predicted()).isNaN();
        assertThat(summary.text()).doesNotContain("NaN");
    }

    @Test
    void everyRowHasAsManyCellsAsItsHeader() {
        assertThat(ROUNDS).allSatisfy(row -> assertThat(cells(row.csv())).isEqualTo(cells(KnnMeasurement.HEADER)));
        assertThat(new KnnSummary(ROUNDS, 15).rows())
                .allSatisfy(row -> assertThat(cells(row.csv())).isEqualTo(cells(KnnSummary.HEADER)));
    }

    @Test
    void onlyOneSetOfPointsIsTakenAtATime() {
        assertThat(refused("--sizes", "100x4", "--features", folder.toString()))
                .contains("--sizes", "--features", "mutually exclusive");
        assertThat(refused("--data", folder.toString(), "--features", folder.toString()))
                .contains("--data", "--features", "mutually exclusive");
    }

    @Test
    void tooFewEmbeddedPointsAreRefused() {
        embed(15, 3);

        assertThat(refused("--features", folder.resolve("embed/train").toString()))
                .contains("--features needs more than k = 15 points")
                .contains("has 15");
    }

    @Test
    void embeddedFeaturesAreMeasuredAsTheyAre() throws IOException {
        Features features = embed(40, 3);
        KnnPoints points = new KnnPoints();
        CommandLine.populateCommand(
                points, "--features", folder.resolve("embed/train").toString());

        points.check(new BenchOptions(1), 15);
        FeatureFile file = points.files(folder).get(0);

        assertThat(file.label()).isEqualTo("40x3");
        assertThat(file.values()).containsExactly(features.values());
    }

    /** Writes features as the embedding does. */
    private Features embed(int size, int dimension) {
        Features features = new Features(
                LongStream.range(0, size).toArray(),
                new int[size],
                new SyntheticFeatures(size, dimension, 1).values(),
                dimension);
        FeatureShards.write(
                new Configuration(),
                new org.apache.hadoop.fs.Path(
                        folder.resolve("embed/train/part-00000.arrow").toUri()),
                features);
        return features;
    }

    @Test
    void madeUpFeaturesDependOnTheSeedAndNotOnHowManyThereAre() throws IOException {
        float[] few = FeatureFile.generate(folder, 50, 7).values();
        float[] many = FeatureFile.generate(folder, 60, 7).values();

        assertThat(Arrays.copyOf(many, few.length)).containsExactly(few);
        assertThat(new SyntheticFeatures(50, 7, 2).values()).isNotEqualTo(few);
    }

    @Test
    void distancesAreComparedRelativeToOurs() {
        assertThat(DistanceComparison.of(new double[] {0, 2}, new double[] {0, 2.00001}, 2)
                        .isEqual())
                .isTrue();
        assertThat(DistanceComparison.of(new double[] {0, 2}, new double[] {0, 2.0001}, 2)
                        .isEqual())
                .isFalse();
        assertThat(DistanceComparison.of(new double[] {0, 2}, new double[] {0.001, 2}, 2)
                        .isEqual())
                .isFalse();
    }

    @Test
    void neighboursAreReadAsWritten() throws IOException {
        NeighbourFile.write(folder.resolve("a"), new int[] {3, -1});
        NeighbourFile.write(folder.resolve("b"), new double[] {0.5});

        assertThat(NeighbourFile.ordinals(folder.resolve("a"))).containsExactly(3, -1);
        assertThat(NeighbourFile.distances(folder.resolve("b"))).containsExactly(0.5);
    }

    private static int cells(String line) {
        return line.split(",", -1).length;
    }
}
