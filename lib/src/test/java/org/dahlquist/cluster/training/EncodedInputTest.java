package org.dahlquist.cluster.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.cluster.evaluation.DistributedEvaluation;
import org.dahlquist.cluster.evaluation.FeatureEmbedding;
import org.dahlquist.cluster.input.InputBlock;
import org.dahlquist.cluster.input.InputTransforms;
import org.dahlquist.cluster.input.NetworkInput;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.cluster.input.ShownImages;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardReader;
import org.dahlquist.dataset.ShardRow;
import org.dahlquist.dataset.ShardWriter;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.InputConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.TestRun;
import org.dahlquist.training.EpochMetrics;
import org.dahlquist.training.Evaluation;
import org.dahlquist.training.SmallNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedInputTest {
    private static final int SIZE = 16;
    private static final int EPOCHS = 4;
    private static final InputConfig INPUT = new InputConfig(SIZE, 0.875, 1L << 31, 2);

    @TempDir
    private static java.nio.file.Path folder;

    private static SparkSession session;
    private static Manifest encoded;
    private static Manifest raw;

    @BeforeAll
    static void prepare() {
        session = LocalSpark.start(2);
        encoded = EncodedDataset.write(path("jpeg"), Manifest.Encoding.JPEG);
        raw = EncodedDataset.write(path("raw"), Manifest.Encoding.RAW);
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @Test
    void encodedAndRawImagesOfOneDatasetAreTheSameInput() {
        RunConfig config = config();
        int[] all = IntStream.range(0, EncodedDataset.TRAIN).toArray();
        NetworkInput ofEncoded =
                part("jpeg", encoded, INPUT).training(config.train().augmentation());
        NetworkInput ofRaw = part("raw", raw, INPUT).training(config.train().augmentation());

        InputBlock augmented = ofEncoded.augmented(all, id -> 31 * id);
        InputBlock expected = ofRaw.augmented(all, id -> 31 * id);

        assertThat(augmented.labels()).isEqualTo(expected.labels());
        assertThat(levels(augmented.values(), expected.values())).isLessThan(3);
        assertThat(levels(
                        part("jpeg", encoded, INPUT)
                                .evaluation()
                                .normalised(all)
                                .values(),
                        part("raw", raw, INPUT).evaluation().normalised(all).values()))
                .isLessThan(3);
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        InputBlock one = block(new InputConfig(SIZE, 0.875, 1L << 31, 1));
        InputBlock five = block(new InputConfig(SIZE, 0.875, 1L << 31, 5));

        assertThat(five.values()).isEqualTo(one.values());
        assertThat(five.ids()).isEqualTo(one.ids());
    }

    @Test
    void aTrainingFromWindowsGoesOnWhereItWasKilledBitForBit() throws IOException {
        TrainingSummary whole = training("whole", row -> {}).run();
        Consumer<EpochMetrics> kill = row -> {
            if (row.epoch() == 3) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> training("resumed", kill).run()).hasMessage("killed");

        TrainingSummary resumed = training("resumed", row -> {}).run();

        assertThat(Files.readAllBytes(folder.resolve("resumed/model.zip")))
                .isEqualTo(Files.readAllBytes(folder.resolve("whole/model.zip")));
        assertThat(resumed.testLoss()).isEqualTo(whole.testLoss());
        List<String> rows = Files.readAllLines(folder.resolve("whole/metrics.csv"));
        List<String> columns = List.of(rows.get(0).split(","));
        String[] last = rows.get(EPOCHS).split(",");
        assertThat(Double.parseDouble(last[columns.indexOf("loader_images_per_second")]))
                .isPositive();
        assertThat(Double.parseDouble(last[columns.indexOf("input_seconds")]))
                .isBetween(0.0, Double.parseDouble(last[columns.indexOf("compute_seconds")]));

        evaluatedAndEmbedded(whole);
    }

    /** Evaluation and embedding go through the same input. */
    private void evaluatedAndEmbedded(TrainingSummary whole) {
        PreparedData data = new PreparedData(path("jpeg"), windows());
        Path model = path("whole/model.zip");
        Evaluation test = DistributedEvaluation.evaluate(session, data, model, 7, path("evaluate"));
        assertThat(test.top1()).isEqualTo(whole.testTop1());
        assertThat(DistributedEvaluation.evaluate(session, data, Split.TRAIN, model, 7)
                        .samples())
                .isEqualTo(EncodedDataset.TRAIN);
        FeatureEmbedding.embed(session, data, model, 7, path("embed"));
        assertThat(FeatureShards.read(new Configuration(), path("embed/train")).ids())
                .hasSize(EncodedDataset.TRAIN);
        assertThat(new ShownImages(new Configuration(), data, Split.TEST).image(EncodedDataset.TRAIN + 3))
                .hasSize(3 * SIZE * SIZE);
    }

    @Test
    void anImageThatCannotBeDecodedIsNamed() {
        Manifest damaged = EncodedDataset.write(path("damaged"), Manifest.Encoding.JPEG);
        Path file = path("damaged/train/shard-00002.arrow");
        List<ShardRow> rows = new ArrayList<>();
        ShardReader.read(new Configuration(), file, damaged.format(), rows::add);
        ShardRow fifth = rows.get(5);
        byte[] half = Arrays.copyOf(fifth.image(), fifth.image().length / 2);
        rows.set(5, new ShardRow(fifth.id(), fifth.label(), fifth.presence(), half));
        ShardWriter.write(new Configuration(), file, damaged.format(), rows.iterator());

        NetworkInput input = part("damaged", damaged, INPUT).evaluation();

        assertThatThrownBy(() -> input.normalised(0, EncodedDataset.TRAIN))
                .isInstanceOf(DahlquistException.class)
                .hasMessageStartingWith("DATA: every image of a shard must be whole, but sample 37, row 5 of ")
                .hasMessageContaining("shard-00002.arrow");
    }

    @Test
    void encodedImagesNeedASizeAndACropThatResizes() {
        InputConfig unsized = new InputConfig(0, 0.875, 1L << 31, 1);
        assertThatThrownBy(() -> InputTransforms.evaluation(encoded, unsized))
                .isInstanceOf(DahlquistException.class)
                .hasMessageStartingWith("CONFIG: JPEG images of many sizes need input.size");
        RunConfig flip = TestRun.with("train.augmentation.kind=crop-flip");
        assertThatThrownBy(() ->
                        InputTransforms.training(encoded, INPUT, flip.train().augmentation()))
                .hasMessageContaining("take resized-crop");
        assertThatThrownBy(
                        () -> InputTransforms.training(raw, INPUT, flip.train().augmentation()))
                .hasMessageContaining("40 x 40");
    }

    private InputBlock block(InputConfig input) {
        int[] all = IntStream.range(0, EncodedDataset.TRAIN).toArray();
        return part("jpeg", encoded, input)
                .training(config().train().augmentation())
                .augmented(all, id -> 17 * id);
    }

    /** Mean difference in levels of 0 … 255. */
    private static double levels(float[] values, float[] expected) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.abs(values[i] - expected[i]) * 0.25 * 255;
        }
        return sum / values.length;
    }

    private static DistributedTraining training(String name, Consumer<EpochMetrics> observer) {
        return new DistributedTraining(
                JavaSparkContext.fromSparkContext(session.sparkContext()),
                config(),
                path("jpeg"),
                path(name),
                (manifest, optimiser, seed) -> SmallNetwork.configuration(optimiser, 3, SIZE, manifest.classes(), seed),
                observer);
    }

    /** Two of the six training shards at a time, and as many being read. */
    private static InputConfig windows() {
        long largest = encoded.train().shards().stream()
                .mapToLong(Manifest.Shard::bytes)
                .max()
                .orElseThrow();
        return new InputConfig(SIZE, 0.875, 4 * largest, 2);
    }

    private static RunConfig config() {
        return TestRun.with(
                "input.size=" + SIZE,
                "input.loader-threads=2",
                "input.cache-bytes=" + windows().cacheBytes(),
                "train.epochs=" + EPOCHS,
                "train.validate-every=" + EPOCHS,
                "train.averaging.mode=gradients",
                "train.averaging.workers=2",
                "train.averaging.batch-size-per-worker=8",
                "batch-size=7");
    }

    private static PreparedSplit part(String name, Manifest manifest, InputConfig input) {
        return PreparedSplit.of(new Configuration(), new PreparedData(path(name), input), Split.TRAIN, manifest);
    }

    private static Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }
}
