package org.dahlquist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedImagesTest {
    private static final ImageShape SHAPE = new ImageShape(3, 10, 10);
    private static final int SHARDS = 12;
    private static final int ROWS = 20;
    private static final long SHARD_BYTES = ROWS * 300L;

    private final Configuration hadoop = new Configuration();

    @TempDir
    private java.nio.file.Path folder;

    private Path prepared;

    @BeforeEach
    void prepare() {
        prepared = new Path(folder.toUri());
        manifest(Manifest.Encoding.RAW).write(hadoop, prepared);
    }

    @Test
    void imagesAreTheSameFromMemoryAndFromWindows() {
        StoredImages whole = ShardedImages.load(hadoop, prepared, Split.TRAIN);
        StoredImages windows = open(4 * SHARD_BYTES);

        assertThat(windows).isInstanceOf(CachedImages.class);
        assertThat(windows.size()).isEqualTo(whole.size()).isEqualTo(SHARDS * ROWS);
        for (int ordinal : windows.order(3, 0)) {
            StoredImage image = windows.get(ordinal);
            StoredImage expected = whole.get(ordinal);
            assertThat(image.id()).isEqualTo(expected.id());
            assertThat(image.label()).isEqualTo(expected.label());
            assertThat(bytes(image)).isEqualTo(bytes(expected));
        }
    }

    @Test
    void aWindowedEpochVisitsEveryImageOnceInAnOrderOfItsOwn() {
        StoredImages images = open(4 * SHARD_BYTES);

        int[] order = images.order(3, 0);

        assertThat(Arrays.stream(order).sorted())
                .containsExactlyElementsOf(
                        IntStream.range(0, SHARDS * ROWS).boxed().toList());
        assertThat(open(4 * SHARD_BYTES).order(3, 0))
                .as("depends on the seed and epoch alone")
                .isEqualTo(order);
        assertThat(images.order(3, 1)).isNotEqualTo(order);
        assertThat(images.order(4, 0)).isNotEqualTo(order);
    }

    @Test
    void aWindowTouchesAsManyShardsAsFitTwice() {
        int[] order = open(4 * SHARD_BYTES).order(3, 0);

        for (int first = 0; first < order.length; first += 2 * ROWS) {
            assertThat(Arrays.stream(order, first, first + 2 * ROWS)
                            .map(ordinal -> ordinal / ROWS)
                            .distinct())
                    .as("shards of the window at %d", first)
                    .hasSize(2);
        }
        assertThat(Arrays.stream(order, 0, ROWS).map(ordinal -> ordinal / ROWS).distinct())
                .as("images of a window are mixed")
                .hasSize(2);
    }

    @Test
    void neverMoreThanTheBoundIsKept() {
        CachedImages images = (CachedImages) open(4 * SHARD_BYTES);

        for (int epoch = 0; epoch < 3; epoch++) {
            for (int ordinal : images.order(3, epoch)) {
                images.get(ordinal);
                assertThat(images.heldBytes()).isLessThanOrEqualTo(4 * SHARD_BYTES);
            }
        }
    }

    @Test
    void aPartWithinTheBoundIsShuffledAsAWhole() {
        manifest(Manifest.Encoding.JPEG).write(hadoop, prepared);
        CachedImages encoded = (CachedImages) open(SHARDS * SHARD_BYTES * 2);

        assertThat(encoded.order(3, 5)).isEqualTo(SampleOrder.permutation(3, 5, SHARDS * ROWS));
        IntStream.range(0, encoded.size()).forEach(encoded::get);
        assertThat(encoded.heldBytes()).isEqualTo(new ShardSizes(Manifest.read(hadoop, prepared), Split.TRAIN).total());
    }

    @Test
    void manyThreadsReadTheSameImages() {
        StoredImages images = open(2 * SHARD_BYTES);
        StoredImages whole = ShardedImages.load(hadoop, prepared, Split.TRAIN);

        List<Integer> wrong = Arrays.stream(images.order(3, 0))
                .parallel()
                .filter(ordinal -> !Arrays.equals(bytes(images.get(ordinal)), bytes(whole.get(ordinal))))
                .boxed()
                .toList();

        assertThat(wrong).isEmpty();
    }

    @Test
    void aBoundThatDoesNotHoldTwoShardsIsRefused() {
        assertThatThrownBy(() -> open(2 * SHARD_BYTES - 1))
                .isInstanceOf(DahlquistException.class)
                .hasMessageStartingWith("CONFIG: input.cache-bytes must hold two shards")
                .hasMessageContaining("6,000 bytes");
    }

    @Test
    void aDamagedShardIsNamed() throws IOException {
        StoredImages images = open(4 * SHARD_BYTES);
        Files.write(folder.resolve("train/shard-3.arrow"), new byte[100]);

        assertThatThrownBy(() -> images.get(3 * ROWS))
                .isInstanceOf(DahlquistException.class)
                .hasMessageStartingWith("DATA: ")
                .hasMessageContaining("shard-3.arrow");
        assertThat(images.place(3 * ROWS + 4)).startsWith("row 4 of ").endsWith("train/shard-3.arrow");
    }

    private StoredImages open(long cacheBytes) {
        return StoredImages.open(hadoop, prepared, Split.TRAIN, cacheBytes);
    }

    private static byte[] bytes(StoredImage image) {
        return Arrays.copyOfRange(image.bytes(), image.offset(), image.offset() + image.length());
    }

    private Manifest manifest(Manifest.Encoding encoding) {
        ShardFormat format = new ShardFormat(encoding, SHAPE, 0);
        List<Manifest.Shard> shards = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            List<ShardRow> rows = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                byte[] image = new byte[SHAPE.size()];
                long id = 2L * (shard * ROWS + row);
                new SplittableRandom(id).nextBytes(image);
                rows.add(new ShardRow(id, row % 2, new byte[0], image));
            }
            String name = "shard-" + shard + ".arrow";
            FileDigest digest = ShardWriter.write(hadoop, new Path(prepared, "train/" + name), format, rows.iterator());
            shards.add(new Manifest.Shard(name, ROWS, digest.bytes(), digest.sha256()));
        }
        Manifest.Part part =
                new Manifest.Part(SHARDS * ROWS, new long[] {SHARDS * ROWS / 2, SHARDS * ROWS / 2}, shards);
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                "noise",
                encoding,
                Manifest.Labelling.SINGLE,
                "",
                SHAPE,
                List.of("even", "odd"),
                new double[] {0.5, 0.5, 0.5},
                new double[] {0.2, 0.2, 0.2},
                1,
                List.of(),
                part,
                part);
    }
}
