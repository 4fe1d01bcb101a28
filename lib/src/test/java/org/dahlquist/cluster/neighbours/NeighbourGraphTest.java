package org.dahlquist.cluster.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.interpolation.Interpolation;
import org.dahlquist.cluster.interpolation.InterpolationSummary;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.dataset.NeighbourShards;
import org.dahlquist.dataset.Neighbours;
import org.dahlquist.run.WnllConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graph and interpolation on {@code local[2]}. */
class NeighbourGraphTest {
    private static final Configuration HADOOP = new Configuration();
    private static final WnllConfig SETTINGS =
            settings(WnllConfig.Weights.TEXTBOOK, 4, WnllConfig.LabelledWeight.PAPER, 1e-7, 1000);

    @TempDir
    Path folder;

    @Test
    void filesAreTheSameBytesForAnyNumberOfPartitions() throws IOException {
        writeFeatures(12_000, 300, 6);

        try (SparkSession spark = session(1)) {
            build(spark, 7, "one");
            solve(spark, "one", 3, SETTINGS, 7, "wnll-one");
        }
        try (SparkSession spark = session(5)) {
            build(spark, 7, "five");
            solve(spark, "five", 3, SETTINGS, 7, "wnll-five");
            assertThat(predictions(spark, "wnll-five")).isEqualTo(predictions(spark, "wnll-one"));
            assertThat(encodings("wnll-five")).isNotEmpty().allMatch(encodings -> encodings.size() == 1);
        }

        assertThat(shards("one")).hasSize(5);
        assertThat(shards("five").keySet()).isEqualTo(shards("one").keySet());
        shards("one")
                .forEach((name, bytes) ->
                        assertThat(shards("five").get(name)).as(name).isEqualTo(bytes));
    }

    /** Encodings of each column of the predictions; two would be listed in an order that changes from JVM to JVM. */
    private List<Set<Encoding>> encodings(String wnll) throws IOException {
        List<Set<Encoding>> encodings = new ArrayList<>();
        for (File part :
                folder.resolve(wnll + "/predictions").toFile().listFiles((in, name) -> name.endsWith("parquet"))) {
            try (ParquetFileReader reader = ParquetFileReader.open(
                    HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(part.toURI()), HADOOP))) {
                reader.getFooter()
                        .getBlocks()
                        .get(0)
                        .getColumns()
                        .forEach(column -> encodings.add(column.getEncodings()));
            }
        }
        return encodings;
    }

    @Test
    void graphHoldsThePointItselfFirstAndTheNearestTrainingPoints() throws IOException {
        write("train", new long[] {0, 1, 2, 3}, new int[] {0, 0, 1, 1}, new float[] {0, 1, 10, 11});
        write("test", new long[] {4, 5}, new int[] {0, 1}, new float[] {0.4f, 10.7f});

        try (SparkSession spark = session(2)) {
            NeighbourGraph.Summary summary = build(spark, 2, "graph");
            assertThat(summary.points()).isEqualTo(6);
        }

        Neighbours all = NeighbourShards.read(HADOOP, path("graph/neighbours"));
        Neighbours labelled = NeighbourShards.read(HADOOP, path("graph/labelled"));
        assertThat(all.neighbours()).containsExactly(0, 4, 1, 4, 2, 5, 3, 5, 4, 0, 5, 3);
        assertThat(all.distances()[0]).isZero();
        assertThat(all.distances()[1]).isEqualTo(0.4f);
        assertThat(labelled.ids()).containsExactly(4, 5);
        assertThat(labelled.neighbours()).containsExactly(0, 1, 3, 2);
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("graph/graph.json").toFile());
        assertThat(json.fieldNames())
                .toIterable()
                .startsWith("points", "k", "labelled", "unlabelled", "seconds")
                .contains("recall", "work", "phases", "shape");
        assertThat(json.path("shape").path("components").asInt()).isEqualTo(2);
        assertThat(folder.resolve("graph/join")).doesNotExist();
    }

    @Test
    void interpolationClassifiesAndReportsWhatNoLabelReaches() throws IOException {
        write("train", new long[] {0, 1, 2, 3, 4}, new int[] {0, 0, 0, 2, 2}, new float[] {0, 1, 2, 10, 11});
        write("test", new long[] {5, 6, 7, 8, 9}, new int[] {0, 2, 1, 1, 1}, new float[] {0.4f, 10.7f, 100, 101, 102});
        WnllConfig settings = settings(WnllConfig.Weights.FOURTH_POWER, 2, WnllConfig.LabelledWeight.CODE, 1e-9, 100);

        try (SparkSession spark = session(2)) {
            build(spark, 3, "graph");
            InterpolationSummary summary = solve(spark, "graph", 3, settings, 3, "wnll");

            assertThat(summary.components()).isEqualTo(3);
            assertThat(summary.unreached()).isEqualTo(3);
            assertThat(summary.iterations()[1]).isZero();
            assertThat(summary.top1()).isEqualTo(0.4);
            assertThat(summary.orphans()).isEqualTo("nearest");
            assertThat(summary.settled()).isEqualTo(2);
            assertThat(summary.nearestNeighbourTop1()).isEqualTo(0.4);
            assertThat(summary.fiveNearestTop1()).as("a graph of 3 neighbours").isNaN();
            assertThat(summary.knnTop1()).isEqualTo(0.4);
            List<Row> rows = predictions(spark, "wnll");
            assertThat(rows).extracting(row -> row.getInt(2)).containsExactly(0, 2, 2, 2, 2);
            assertThat((Float) rows.get(1).getList(3).get(2)).isCloseTo(1f, within(1e-6f));
            assertThat(rows.get(4).getList(3)).containsExactly(0f, 0f, 1f);
        }

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("wnll/wnll.json").toFile());
        assertThat(json.fieldNames())
                .toIterable()
                .contains("unreached", "iterations", "relative_residuals", "degree_counts", "phases", "seconds");
        assertThat(json.path("orphans").asText()).isEqualTo("nearest");
        assertThat(folder.resolve("wnll/tiles")).doesNotExist();
    }

    @Test
    void aPartOfTheGraphThatHangsOnTinyWeightsIsSolvedToo() {
        write("train", new long[] {0, 1, 2, 3}, new int[] {0, 1, 0, 1}, new float[] {0, 1, 2, 3});
        write("test", new long[] {4, 5, 6, 7}, new int[] {1, 1, 1, 1}, new float[] {3.4f, 7.4f, 8.4f, 9.5f});
        WnllConfig settings = settings(WnllConfig.Weights.TEXTBOOK, 2, WnllConfig.LabelledWeight.PAPER, 1e-4, 1000);

        try (SparkSession spark = session(2)) {
            build(spark, 4, "graph");
            solve(spark, "graph", 2, settings, 1, "wnll");

            for (Row row : predictions(spark, "wnll")) {
                List<Float> scores = row.getList(3);
                assertThat(row.getInt(2)).isEqualTo(1);
                assertThat(scores.get(0) + scores.get(1)).isCloseTo(1f, within(1e-3f));
            }
        }
    }

    @Test
    void wrongInputsHaveOneClearMessageEach() {
        write("train", new long[] {0, 1, 2}, new int[] {0, 1, 0}, new float[] {0, 1, 2});
        write("test", new long[] {3, 4}, new int[] {0, 1}, new float[] {1, 1.5f});
        try (SparkSession spark = session(2)) {
            assertThatThrownBy(() -> build(spark, 5, "too-large"))
                    .hasMessageStartingWith("CONFIG: k is 5, but there are 5 points, 3 of them labelled");
            build(spark, 3, "graph");
            assertThatThrownBy(() -> solve(spark, "graph", 2, SETTINGS, 3, "wnll"))
                    .hasMessageStartingWith("CONFIG: the scale rank is 4 and k is 3");
            WnllConfig fitting = settings(SETTINGS.weights(), 3, SETTINGS.labelledWeight(), 1e-7, 1);
            assertThatThrownBy(() -> solve(spark, "graph", 2, fitting, 4, "wnll"))
                    .hasMessageStartingWith("CONFIG: k is 4, but the graph holds the 3 nearest training points");
            write("train", new long[] {0, 1, 2}, new int[] {0, 1, 9}, new float[] {0, 1, 2});
            assertThatThrownBy(() -> solve(spark, "graph", 2, fitting, 3, "wnll"))
                    .hasMessageStartingWith("DATA: sample 2 has the label 9; with 2 classes");
            write("test", new long[] {3, 4}, new int[] {0, 1}, new float[] {1, Float.NaN});
            assertThatThrownBy(() -> build(spark, 2, "nan"))
                    .hasMessageStartingWith("DATA: feature 0 of sample 4 is NaN");
        }
        assertThat(folder.resolve("wnll")).doesNotExist();
    }

    @Test
    @Tag("slow")
    void twentyThousandPointsAreJoined() {
        writeFeatures(15_000, 5_000, 64);

        try (SparkSession spark = session(2)) {
            assertThat(build(spark, 15, "graph").points()).isEqualTo(20_000);
        }
    }

    private static WnllConfig settings(
            WnllConfig.Weights weights,
            int scaleRank,
            WnllConfig.LabelledWeight labelledWeight,
            double tolerance,
            int maxIterations) {
        return new WnllConfig(
                WnllConfig.Method.WNLL,
                weights,
                scaleRank,
                labelledWeight,
                WnllConfig.Orphans.NEAREST,
                tolerance,
                maxIterations,
                4096);
    }

    private InterpolationSummary solve(
            SparkSession spark, String graph, int classes, WnllConfig settings, int voters, String output) {
        return Interpolation.solve(
                spark,
                new Interpolation.Input(path("embed"), path(graph), Optional.empty(), classes, voters),
                settings,
                path(output));
    }

    private NeighbourGraph.Summary build(SparkSession spark, int k, String output) {
        return NeighbourGraph.build(spark, path("embed"), k, path(output));
    }

    private List<Row> predictions(SparkSession spark, String output) {
        return spark.read()
                .parquet(folder.resolve(output).resolve("predictions").toString())
                .orderBy("id")
                .collectAsList();
    }

    private Map<String, byte[]> shards(String output) {
        Map<String, byte[]> shards = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve(output))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".arrow")).toList()) {
                shards.put(folder.resolve(output).relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shards;
    }

    private void writeFeatures(int train, int test, int dimension) {
        Random random = new Random(42);
        int[] labels = random.ints(train + test, 0, 3).toArray();
        float[] values = new float[(train + test) * dimension];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) random.nextGaussian() + labels[index / dimension];
        }
        write(
                "train",
                LongStream.range(0, train).toArray(),
                Arrays.copyOf(labels, train),
                Arrays.copyOf(values, train * dimension));
        write(
                "test",
                LongStream.range(train, train + test).toArray(),
                Arrays.copyOfRange(labels, train, labels.length),
                Arrays.copyOfRange(values, train * dimension, values.length));
    }

    private void write(String split, long[] ids, int[] labels, float[] values) {
        FeatureShards.write(
                HADOOP,
                path("embed/" + split + "/part-00000.arrow"),
                new Features(ids, labels, values, values.length / ids.length));
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    private static SparkSession session(int parallelism) {
        return SparkSession.builder()
                .master("local[2]")
                .appName("graph")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.default.parallelism", parallelism)
                .getOrCreate();
    }
}
