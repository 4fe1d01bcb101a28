package org.dahlquist.cluster.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.dataset.NeighbourShards;
import org.dahlquist.dataset.Neighbours;
import org.dahlquist.run.GraphConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exact graph from blocks, on {@code local[2]}. */
class BlockedJoinsTest {
    private static final Configuration HADOOP = new Configuration();
    private static final int TRAIN = 150;
    private static final int TEST = 47;
    private static final int DIMENSION = 5;
    private static final int K = 6;
    /** Each pair of blocks is a task. */
    private static final GraphConfig PAIRS = GraphConfig.DEFAULT.withTaskSeconds(0);

    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start(2);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Coordinates are small whole numbers, so that many distances tie and many points coincide. */
    @Test
    void theGraphIsThatOfBruteForceForAnyBlocks() throws IOException {
        float[] values = wholeNumbers(11, TRAIN + TEST, 3);
        write("embed", values, TRAIN);

        for (int blockRows : new int[] {11, 50, 149, 1000}) {
            NeighbourGraph.Summary summary =
                    build("embed", "graph-" + blockRows, GraphConfig.DEFAULT.withBlockRows(blockRows));

            assertThat(summary.work().keptPairs()).isZero();
            assertThat(shards("graph-" + blockRows))
                    .as("blocks of %d", blockRows)
                    .isEqualTo(shards("graph-11"));
        }

        Neighbours all = NeighbourShards.read(HADOOP, path("graph-11/neighbours"));
        Neighbours labelled = NeighbourShards.read(HADOOP, path("graph-11/labelled"));
        for (int row = 0; row < TRAIN + TEST; row++) {
            long[] others = nearest(values, row, TRAIN + TEST, true);
            assertThat(all.neighbours()[row * K]).isEqualTo(id(row));
            assertThat(Arrays.copyOfRange(all.neighbours(), row * K + 1, (row + 1) * K))
                    .as("row %d", row)
                    .isEqualTo(Arrays.copyOf(others, K - 1));
        }
        for (int row = 0; row < TEST; row++) {
            assertThat(Arrays.copyOfRange(labelled.neighbours(), row * K, (row + 1) * K))
                    .isEqualTo(Arrays.copyOf(nearest(values, TRAIN + row, TRAIN, false), K));
        }
    }

    @Test
    void theGraphIsTheSameForAnyTasksAndRounds() throws IOException {
        write("embed", wholeNumbers(12, TRAIN + TEST, 4), TRAIN);
        GraphConfig settings = PAIRS.withBlockRows(16);
        NeighbourGraph.Summary whole = build("embed", "whole", GraphConfig.DEFAULT);
        assertThat(whole.work().blockPairs()).isEqualTo(3);

        for (int firstRound : new int[] {5, 40}) {
            String output = "rounds-" + firstRound;
            NeighbourGraph.Summary summary =
                    NeighbourGraph.build(spark, path("embed"), K, settings, path(output), firstRound);

            assertThat(summary.work().blockPairs()).isEqualTo(13 * 14 / 2);
            assertThat(shards(output)).as("first round of %d tasks", firstRound).isEqualTo(shards("whole"));
            assertThat(summary.shape()).isEqualTo(whole.shape());
        }
        build("embed", "together", settings.withTaskSeconds(1e-6));
        assertThat(shards("together")).isEqualTo(shards("whole"));
    }

    /** Pairs in files come as they are; what stays in memory is put in order first. */
    @Test
    void theGraphIsTheSameWhereNearPointsShareABlock() throws IOException {
        int points = 2_600;
        write("embed", wholeNumbers(91, points, 9), points - 400);

        for (GraphConfig.Metric metric : GraphConfig.Metric.values()) {
            GraphConfig settings = new GraphConfig(GraphConfig.Backend.EXACT, metric, 256, 0.1, "");
            NeighbourGraph.Summary files = build("embed", "files-" + metric, settings.withTaskSeconds(0));
            NeighbourGraph.Summary memory = build("embed", "memory-" + metric, settings);

            assertThat(files.work().listBytes()).isPositive();
            assertThat(memory.work().listBytes()).isZero();
            assertThat(memory.work().featureBytes()).isEqualTo(4L * points * DIMENSION);
            assertThat(shards("memory-" + metric)).isEqualTo(shards("files-" + metric));
            assertThat(kept("memory-" + metric)).isEqualTo(kept("files-" + metric));
        }
    }

    private Map<String, String> kept(String output) throws IOException {
        return contents(output, ".lists");
    }

    @Test
    void anotherBatchWithTheLabelledListsOfTheFirstGivesTheGraphOfAFullBuild() throws IOException {
        float[] first = normal(21, TRAIN + TEST);
        float[] second = first.clone();
        System.arraycopy(normal(22, TEST), 0, second, TRAIN * DIMENSION, TEST * DIMENSION);
        write("first", first, TRAIN);
        write("second", second, TRAIN);
        GraphConfig settings = PAIRS.withBlockRows(40);

        build("first", "graph-first", settings);
        NeighbourGraph.Summary full = build("second", "graph-full", settings);
        assertThat(graphShards("graph-full")).isNotEqualTo(graphShards("graph-first"));
        for (GraphConfig inFilesOrMemory : List.of(settings, GraphConfig.DEFAULT)) {
            NeighbourGraph.Summary batch = build(
                    "second",
                    "graph-batch",
                    inFilesOrMemory
                            .withBlockRows(31)
                            .withReuse(path("graph-first").toString()));

            assertThat(graphShards("graph-batch")).isEqualTo(graphShards("graph-full"));
            assertThat(batch.work().multiplyAdds())
                    .isLessThan(full.work().multiplyAdds() - 0.4 * TRAIN * TRAIN * DIMENSION);
        }
    }

    @Test
    void aBrokenJobGoesOnWithTheMissingPairs() throws IOException {
        write("embed", normal(31, TRAIN + TEST), TRAIN);
        GraphConfig settings = PAIRS.withBlockRows(16);
        NeighbourGraph.Summary whole = build("embed", "whole", settings);
        for (int stop : new int[] {20, 60}) {
            SparkListener failure = new Cancellation(stop);
            spark.sparkContext().addSparkListener(failure);
            String output = "broken-" + stop;
            assertThatThrownBy(() -> NeighbourGraph.build(spark, path("embed"), K, settings, path(output), 20))
                    .hasStackTraceContaining("cancel");
            spark.sparkContext().removeSparkListener(failure);
            assertThat(folder.resolve(output + "/join/manifest.json")).exists();

            NeighbourGraph.Summary resumed = NeighbourGraph.build(spark, path("embed"), K, settings, path(output), 20);

            assertThat(shards("broken-" + stop)).isEqualTo(shards("whole"));
            assertThat(resumed.work().keptPairs()).isBetween(1L, whole.work().blockPairs());
            assertThat(resumed.work().multiplyAdds()).isLessThan(whole.work().multiplyAdds());
        }
    }

    @Test
    void workOnOtherFeaturesIsNotContinued() throws IOException {
        write("embed", normal(41, TRAIN + TEST), TRAIN);
        GraphConfig settings = PAIRS.withBlockRows(16);
        SparkListener failure = new Cancellation(50);
        spark.sparkContext().addSparkListener(failure);
        assertThatThrownBy(() -> build("embed", "broken", settings)).hasStackTraceContaining("cancel");
        spark.sparkContext().removeSparkListener(failure);

        write("embed", normal(42, TRAIN + TEST), TRAIN);
        build("embed", "fresh", settings);
        assertThat(build("embed", "broken", settings).work().keptPairs()).isZero();

        assertThat(shards("broken")).isEqualTo(shards("fresh"));
    }

    @Test
    void constantFeaturesStillGiveTheGraphOfTheSmallestIds() throws IOException {
        write("embed", new float[(TRAIN + TEST) * DIMENSION], TRAIN);

        NeighbourGraph.Summary summary = build("embed", "constant", PAIRS.withBlockRows(32));

        assertThat(summary.coinciding()).isEqualTo(TRAIN + TEST);
        Neighbours all = NeighbourShards.read(HADOOP, path("constant/neighbours"));
        assertThat(Arrays.copyOf(all.neighbours(), K))
                .isEqualTo(LongStream.range(0, K).map(BlockedJoinsTest::id).toArray());
        assertThat(Arrays.copyOfRange(all.neighbours(), 100 * K, 101 * K))
                .isEqualTo(LongStream.of(100, 0, 1, 2, 3, 4)
                        .map(BlockedJoinsTest::id)
                        .toArray());
    }

    @Test
    void theIndexFindsNearlyAllAndIsAudited() throws IOException {
        write("embed", normal(71, TRAIN + TEST), TRAIN);

        NeighbourGraph.Summary summary = build(
                "embed", "indexed", new GraphConfig(GraphConfig.Backend.HNSW, GraphConfig.Metric.L2, 16_384, 0, ""));
        build("embed", "exact", GraphConfig.DEFAULT);

        assertThat(summary.recall()).isBetween(0.95, 1.0);
        Neighbours found = NeighbourShards.read(HADOOP, path("indexed/neighbours"));
        Neighbours exact = NeighbourShards.read(HADOOP, path("exact/neighbours"));
        assertThat(found.ids()).isEqualTo(exact.ids());
        assertThat(NeighbourShards.read(HADOOP, path("indexed/labelled")).size())
                .isEqualTo(TEST);
        long equal = IntStream.range(0, found.neighbours().length)
                .filter(entry -> found.neighbours()[entry] == exact.neighbours()[entry])
                .count();
        assertThat(equal).isGreaterThan((long) (0.95 * found.neighbours().length));
        assertThatThrownBy(() -> build(
                        "embed",
                        "wrong",
                        new GraphConfig(
                                GraphConfig.Backend.HNSW,
                                GraphConfig.Metric.L2,
                                16_384,
                                0,
                                path("exact").toString())))
                .hasMessageStartingWith("CONFIG: graph.backend = hnsw needs");
    }

    @Test
    void cosineRanksByDirectionAndRefusesPointsWithoutOne() throws IOException {
        float[] values = normal(51, TRAIN + TEST);
        float[] longer = values.clone();
        Random lengths = new Random(52);
        for (int row = 0; row < TRAIN + TEST; row++) {
            float factor = 1 << lengths.nextInt(6); // exact in float32
            for (int index = row * DIMENSION; index < (row + 1) * DIMENSION; index++) {
                longer[index] *= factor;
            }
        }
        write("embed", values, TRAIN);
        write("longer", longer, TRAIN);
        GraphConfig cosine = new GraphConfig(GraphConfig.Backend.EXACT, GraphConfig.Metric.COSINE, 20, 0, "");

        build("embed", "graph", cosine);
        build("longer", "graph-longer", cosine);

        assertThat(graphShards("graph-longer")).isEqualTo(graphShards("graph"));
        Arrays.fill(values, 7 * DIMENSION, 8 * DIMENSION, 0);
        write("zero", values, TRAIN);
        assertThatThrownBy(() -> build("zero", "graph-zero", cosine))
                .hasMessageStartingWith("DATA: sample " + id(7) + " has only zeros");
        assertThat(folder.resolve("graph-zero")).doesNotExist();
    }

    @Test
    void wrongInputsHaveOneMessageAndLeaveNothing() throws IOException {
        write("embed", normal(61, TRAIN + TEST), TRAIN);
        build("embed", "graph", GraphConfig.DEFAULT);
        GraphConfig reuse = GraphConfig.DEFAULT.withReuse(path("graph").toString());
        write("other", normal(62, TRAIN + TEST), TRAIN);

        assertThatThrownBy(() -> build("other", "wrong", reuse))
                .hasMessageStartingWith("CONFIG: graph.reuse: ")
                .hasMessageContaining("other labelled features");
        assertThatThrownBy(() -> NeighbourGraph.build(spark, path("embed"), 4, reuse, path("wrong")))
                .hasMessageContaining("neighbours = 6, not 4");
        assertThatThrownBy(() -> build(
                        "embed",
                        "wrong",
                        GraphConfig.DEFAULT.withReuse(path("none").toString())))
                .hasMessageStartingWith("CONFIG: graph.reuse: there is no ");
        writePart("mixed", "train", normal(63, TRAIN), 0, DIMENSION);
        writePart("mixed", "test", normal(63, TRAIN), TRAIN, TRAIN);
        assertThatThrownBy(() -> build("mixed", "wrong", GraphConfig.DEFAULT))
                .hasMessageStartingWith("DATA: train features have dimension 5 and test features 150");
        writePart("shuffled", "train", normal(64, TRAIN), 10, DIMENSION);
        writePart("shuffled", "test", normal(64, TEST), 0, DIMENSION);
        assertThatThrownBy(() -> build("shuffled", "wrong", GraphConfig.DEFAULT))
                .hasMessageStartingWith("DATA: the test features begin with sample id 1 ");
        assertThat(folder.resolve("wrong")).doesNotExist();
    }

    /** Cancels all jobs once a number of tasks has ended. */
    private static final class Cancellation extends SparkListener {
        private final AtomicInteger left;

        Cancellation(int tasks) {
            left = new AtomicInteger(tasks);
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (left.decrementAndGet() <= 0) {
                spark.sparkContext().cancelAllJobs();
            }
        }
    }

    private NeighbourGraph.Summary build(String features, String output, GraphConfig settings) {
        return NeighbourGraph.build(spark, path(features), K, settings, path(output));
    }

    /** Ids with gaps. */
    private static long id(long row) {
        return 3 * row + 1;
    }

    /** Ids of the nearest points by float64 subtraction, ties by id. */
    private static long[] nearest(float[] values, int row, int among, boolean withoutItself) {
        double[] squares = new double[among];
        for (int other = 0; other < among; other++) {
            for (int index = 0; index < DIMENSION; index++) {
                double difference = (double) values[row * DIMENSION + index] - values[other * DIMENSION + index];
                squares[other] += difference * difference;
            }
        }
        return IntStream.range(0, among)
                .filter(other -> !withoutItself || other != row)
                .boxed()
                .sorted((left, right) -> {
                    int order = Double.compare(squares[left], squares[right]);
                    return order != 0 ? order : Integer.compare(left, right);
                })
                .mapToLong(BlockedJoinsTest::id)
                .toArray();
    }

    private static float[] wholeNumbers(long seed, int points, int bound) {
        Random random = new Random(seed);
        float[] values = new float[points * DIMENSION];
        for (int index = 0; index < values.length; index++) {
            values[index] = random.nextInt(bound);
        }
        return values;
    }

    private static float[] normal(long seed, int points) {
        Random random = new Random(seed);
        float[] values = new float[points * DIMENSION];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) random.nextGaussian();
        }
        return values;
    }

    private void write(String name, float[] values, int train) {
        writePart(name, "train", Arrays.copyOf(values, train * DIMENSION), 0, DIMENSION);
        writePart(name, "test", Arrays.copyOfRange(values, train * DIMENSION, values.length), train, DIMENSION);
    }

    /** Files of 37 points, which fit no block. */
    private void writePart(String name, String part, float[] values, int firstRow, int dimension) {
        int points = values.length / dimension;
        for (int from = 0, file = 0; from < points; from += 37, file++) {
            int to = Math.min(points, from + 37);
            FeatureShards.write(
                    HADOOP,
                    path(name + "/" + part + "/part-0000" + file + ".arrow"),
                    new Features(
                            LongStream.range(firstRow + from, firstRow + to)
                                    .map(BlockedJoinsTest::id)
                                    .toArray(),
                            new int[to - from],
                            Arrays.copyOfRange(values, from * dimension, to * dimension),
                            dimension));
        }
    }

    /** Files of the graph, without the labelled lists that it keeps. */
    private Map<String, String> graphShards(String output) throws IOException {
        Map<String, String> shards = shards(output);
        shards.keySet().removeIf(name -> name.startsWith("labelled-graph"));
        return shards;
    }

    private Map<String, String> shards(String output) throws IOException {
        return contents(output, ".arrow");
    }

    private Map<String, String> contents(String output, String suffix) throws IOException {
        Map<String, String> shards = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve(output))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(suffix)).toList()) {
                shards.put(
                        folder.resolve(output).relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return shards;
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }
}
