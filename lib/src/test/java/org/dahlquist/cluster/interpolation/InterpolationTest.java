package org.dahlquist.cluster.interpolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.dahlquist.cluster.neighbours.NeighbourGraph;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.graph.SplitSystem;
import org.dahlquist.graph.WeightedGraph;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.solver.ConjugateGradient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interpolation of 20 classes, two tiles, from 100 points to 900 others of which the last five are orphans. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterpolationTest {
    private static final int TRAIN = 100;
    private static final int TEST = 900;
    private static final int ORPHANS = 5;
    private static final int CLASSES = 20;
    private static final int K = 8;
    private static final Configuration HADOOP = new Configuration();

    @TempDir
    private Path folder;

    private SparkSession spark;

    @BeforeAll
    void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("interpolation")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
    }

    @AfterAll
    void stop() {
        spark.close();
    }

    @BeforeEach
    void build() {
        Random random = new Random(11);
        float[] values = new float[(TRAIN + TEST) * 2];
        int[] labels = new int[TRAIN + TEST];
        for (int point = 0; point < labels.length; point++) {
            boolean orphan = point >= labels.length - ORPHANS;
            values[2 * point] = orphan ? -900 + 0.1f * point : random.nextFloat();
            values[2 * point + 1] = orphan ? 0 : random.nextFloat();
            labels[point] = orphan ? 7 : (int) (values[2 * point] * 5) + 5 * (int) (values[2 * point + 1] * 4);
        }
        write("train", 0, TRAIN, labels, values);
        write("test", TRAIN, TRAIN + TEST, labels, values);
        NeighbourGraph.build(spark, path("embed"), K, path("graph"));
    }

    @ParameterizedTest
    @EnumSource(WnllConfig.Method.class)
    @Tag("slow")
    void rowBlocksFindWhatTilesOfColumnsFind(WnllConfig.Method method) {
        InterpolationSummary columns = solve(settings(method, WnllConfig.Orphans.NEAREST, 1000, 4096), "columns");
        InterpolationSummary rows = solve(settings(method, WnllConfig.Orphans.NEAREST, 1000, 0), "rows");

        assertThat(columns.solver()).isEqualTo("columns");
        assertThat(columns.broadcastBytes()).isPositive();
        assertThat(rows.solver()).isEqualTo("rows");
        assertThat(rows.haloBytes()).isPositive();
        assertThat(rows.broadcastBytes()).isZero();
        assertThat(Arrays.stream(rows.relativeResiduals()).max().orElseThrow()).isLessThanOrEqualTo(1e-8);
        assertThat(Arrays.stream(columns.relativeResiduals()).max().orElseThrow())
                .isLessThanOrEqualTo(1e-8);
        assertThat(Arrays.stream(columns.iterations()).min().orElseThrow()).isPositive();
        List<Row> expected = predictions("columns");
        List<Row> found = predictions("rows");
        assertThat(found).hasSize(TEST);
        for (int row = 0; row < TEST; row++) {
            assertThat(found.get(row).getInt(2)).isEqualTo(expected.get(row).getInt(2));
            List<Float> scores = found.get(row).getList(3);
            List<Float> others = expected.get(row).getList(3);
            for (int column = 0; column < CLASSES; column++) {
                assertThat(scores.get(column)).isCloseTo(others.get(column), within(5e-6f));
            }
        }
        assertThat(rows.top1()).isEqualTo(columns.top1()).isGreaterThan(0.5);
    }

    @Test
    void orphansFollowThePolicy() {
        InterpolationSummary nearest =
                solve(settings(WnllConfig.Method.WNLL, WnllConfig.Orphans.NEAREST, 1000, 1), "a");
        assertThat(nearest.unreached()).isEqualTo(ORPHANS);
        int[] byNearest = lastPredictions("a");

        writeSoftmax();
        Interpolation.solve(
                spark,
                input(Optional.of(path("softmax"))),
                settings(WnllConfig.Method.WNLL, WnllConfig.Orphans.SOFTMAX, 1000, 1),
                path("b"));
        assertThat(lastPredictions("b")).containsOnly(19);
        assertThat(byNearest).doesNotContain(19);

        WnllConfig refusing = settings(WnllConfig.Method.WNLL, WnllConfig.Orphans.REFUSE, 1000, 1);
        assertThatThrownBy(() -> solve(refusing, "c"))
                .hasMessageStartingWith(
                        "DATA: no label reaches 5 of 900 test samples, among them [995, 996, 997, 998, 999]");
        WnllConfig softmax = settings(WnllConfig.Method.WNLL, WnllConfig.Orphans.SOFTMAX, 1000, 1);
        assertThatThrownBy(() -> solve(softmax, "c"))
                .hasMessageStartingWith("CONFIG: wnll.orphans is softmax")
                .hasMessageContaining("evaluate is not finished");
        assertThat(folder.resolve("c")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(WnllConfig.Method.class)
    @Tag("slow")
    void tooFewIterationsAreAnErrorByEitherSolver(WnllConfig.Method method) {
        for (int mib : new int[] {0, 1}) {
            WnllConfig impatient = settings(method, WnllConfig.Orphans.NEAREST, 2, mib);

            assertThatThrownBy(() -> solve(impatient, "impatient"))
                    .hasMessageMatching("DIVERGED: column \\d+ has the relative residual .* after \\d+ iterations.*");
        }
    }

    @Test
    void aBrokenJobGoesOnWithItsTilesAndOthersAreSolvedAgain() throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        LabelledGraph graph = LabelledGraph.read(HADOOP, path("embed"), path("graph"));
        WnllConfig settings = settings(WnllConfig.Method.WNLL, WnllConfig.Orphans.NEAREST, 1000, 1);
        WeightedGraph weighted = WeightedGraph.of(graph.all(), settings.weights(), settings.scaleRank());
        SplitSystem split = SplitSystem.of(Interpolation.assemble(settings, weighted, graph.knownLabels(), CLASSES));
        ConjugateGradient solver = new ConjugateGradient(1e-8, 1000);
        ColumnTiles.solve(context, split, solver, path("tiles"));
        byte[] first = Files.readAllBytes(folder.resolve("tiles/tile-00000.f32"));
        byte[] second = Files.readAllBytes(folder.resolve("tiles/tile-00001.f32"));
        byte[] marked = first.clone();
        marked[marked.length - 1] ^= 1;

        replace("tiles/tile-00000.f32", marked);
        Files.delete(folder.resolve("tiles/tile-00001.f32"));
        ColumnTiles.solve(context, split, solver, path("tiles"));
        assertThat(Files.readAllBytes(folder.resolve("tiles/tile-00000.f32"))).isEqualTo(marked);
        assertThat(Files.readAllBytes(folder.resolve("tiles/tile-00001.f32"))).isEqualTo(second);

        marked[0] ^= 1; // the digest: a tile of another system
        replace("tiles/tile-00000.f32", marked);
        replace("tiles/tile-00001.f32", Arrays.copyOf(second, second.length - 4));
        ColumnTiles.solve(context, split, solver, path("tiles"));
        assertThat(Files.readAllBytes(folder.resolve("tiles/tile-00000.f32"))).isEqualTo(first);
        assertThat(Files.readAllBytes(folder.resolve("tiles/tile-00001.f32"))).isEqualTo(second);
    }

    /** Hadoop keeps a checksum beside a local file. */
    private void replace(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        Files.write(file, bytes);
    }

    private static WnllConfig settings(
            WnllConfig.Method method, WnllConfig.Orphans orphans, int maxIterations, int broadcastMib) {
        return new WnllConfig(
                method,
                WnllConfig.Weights.TEXTBOOK,
                4,
                WnllConfig.LabelledWeight.PAPER,
                orphans,
                1e-8,
                maxIterations,
                broadcastMib);
    }

    private InterpolationSummary solve(WnllConfig settings, String output) {
        return Interpolation.solve(spark, input(Optional.empty()), settings, path(output));
    }

    private Interpolation.Input input(Optional<org.apache.hadoop.fs.Path> softmax) {
        return new Interpolation.Input(path("embed"), path("graph"), softmax, CLASSES, K);
    }

    /** Softmax scores of a network that finds class 19 everywhere. */
    private void writeSoftmax() {
        List<Row> rows = IntStream.range(TRAIN, TRAIN + TEST)
                .mapToObj(id -> RowFactory.create((long) id, 19))
                .toList();
        StructType schema = new StructType().add("id", DataTypes.LongType).add("predicted", DataTypes.IntegerType);
        spark.createDataFrame(rows, schema)
                .write()
                .parquet(folder.resolve("softmax").toString());
    }

    private int[] lastPredictions(String output) {
        return predictions(output).subList(TEST - ORPHANS, TEST).stream()
                .mapToInt(row -> row.getInt(2))
                .toArray();
    }

    private List<Row> predictions(String output) {
        return spark.read()
                .parquet(folder.resolve(output).resolve("predictions").toString())
                .orderBy("id")
                .collectAsList();
    }

    private void write(String split, int from, int to, int[] labels, float[] values) {
        FeatureShards.write(
                HADOOP,
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
}
