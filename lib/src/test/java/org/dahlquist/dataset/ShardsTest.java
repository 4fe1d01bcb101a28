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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardsTest {
    private static final ImageShape SHAPE = new ImageShape(2, 3, 5);

    private final Configuration hadoop = new Configuration();

    @TempDir
    java.nio.file.Path folder;

    @Test
    void imagesComeBackAsWritten() {
        List<Sample> samples = samples(2500);
        Path file = path("images.arrow");
        ShardWriter.write(hadoop, file, SHAPE, samples);
        List<Sample> back = new ArrayList<>();
        ShardReader.read(hadoop, file, SHAPE, back::add);
        assertThat(back).usingRecursiveComparison().isEqualTo(samples);
    }

    @Test
    void aDamagedShardIsRefusedNotReadPartly() throws IOException {
        Path file = path("images.arrow");
        ShardWriter.write(hadoop, file, SHAPE, samples(5));
        byte[] whole = Files.readAllBytes(folder.resolve("images.arrow"));
        Files.deleteIfExists(folder.resolve(".images.arrow.crc"));
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(folder.resolve("images.arrow"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ShardReader.read(hadoop, file, SHAPE, sample -> {}))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(DahlquistException.class)
                    .hasMessageContaining("images.arrow");
        }
    }

    @Test
    void featuresComeBackSortedById() {
        float[] values = {1, 2, 3, 4, 5, 6};
        FeatureShards.write(hadoop, path("f/b.arrow"), new Features(new long[] {7, 8}, new int[] {1, 2}, values, 3));
        FeatureShards.write(hadoop, path("f/a.arrow"), new Features(new long[] {9, 3}, new int[] {4, 0}, values, 3));
        Features all = FeatureShards.read(hadoop, path("f"));
        assertThat(all.ids()).containsExactly(3, 7, 8, 9);
        assertThat(all.labels()).containsExactly(0, 1, 2, 4);
        assertThat(all.values()).containsExactly(4, 5, 6, 1, 2, 3, 4, 5, 6, 1, 2, 3);
    }

    @Test
    void anyRowsOfFeaturesAreReadFromTheBatchesThatHoldThem() {
        Features written = new Features(new long[2500], new int[2500], new float[5000], 2);
        for (int row = 0; row < 2500; row++) {
            written.ids()[row] = 3L * row;
            written.labels()[row] = row % 7;
            written.values()[2 * row] = row;
            written.values()[2 * row + 1] = -row;
        }
        FeatureShards.write(hadoop, path("rows.arrow"), written);
        List<Long> visited = new ArrayList<>();

        FeatureFile file = FeatureShards.describe(hadoop, path("rows.arrow"), batch -> visited.add(batch.ids()[0]));

        assertThat(visited).containsExactly(0L, 3000L, 6000L);
        assertThat(file.rows()).isEqualTo(2500);
        assertThat(file.lastId()).isEqualTo(7497);
        for (int from : new int[] {0, 1, 999, 1000, 1001, 1999, 2000, 2499}) {
            for (int to : new int[] {1, 999, 1000, 1001, 2000, 2001, 2500}) {
                if (from < to) {
                    Features found = FeatureShards.read(hadoop, file, from, to - from);
                    assertThat(found.ids()).isEqualTo(Arrays.copyOfRange(written.ids(), from, to));
                    assertThat(found.labels()).isEqualTo(Arrays.copyOfRange(written.labels(), from, to));
                    assertThat(found.values()).isEqualTo(Arrays.copyOfRange(written.values(), 2 * from, 2 * to));
                }
            }
        }
    }

    @Test
    void neighboursComeBackSortedById() {
        NeighbourShards.write(
                hadoop,
                path("n/a.arrow"),
                new Neighbours(new long[] {5, 2}, new long[] {5, 2, 2, 5}, new float[] {0, 1, 0, 1.5f}, 2));
        Neighbours all = NeighbourShards.read(hadoop, path("n"));
        assertThat(all.ids()).containsExactly(2, 5);
        assertThat(all.neighbours()).containsExactly(2, 5, 5, 2);
        assertThat(all.distances()).containsExactly(0, 1.5f, 0, 1);
    }

    @Test
    void theManifestComesBackAsWritten() {
        Manifest manifest = new Manifest(
                Manifest.SCHEMA_VERSION,
                "toy",
                SHAPE,
                List.of("a", "b"),
                new double[] {0.25, 0.5},
                new double[] {0.1, 0.2},
                7,
                List.of(new Manifest.Source("raw.bin", "ab")),
                new Manifest.Part(3, new long[] {2, 1}, List.of(new Manifest.Shard("s", 3, 100, "cd"))),
                new Manifest.Part(0, new long[] {0, 0}, List.of()));
        manifest.write(hadoop, path("m"));
        assertThat(Manifest.read(hadoop, path("m"))).usingRecursiveComparison().isEqualTo(manifest);
    }

    @Test
    void aManifestOfTheFirstVersionIsOfRawImagesOfOneClassEach() throws IOException {
        Files.createDirectories(folder.resolve("old"));
        Files.writeString(folder.resolve("old/manifest.json"), """
                {"schemaVersion":1,"dataset":"toy","shape":{"channels":2,"height":3,"width":5},"labels":["a"],
                 "mean":[0.1,0.2],"std":[0.1,0.2],"seed":7,"sources":[],
                 "train":{"rows":0,"countsPerClass":[0],"shards":[]},
                 "test":{"rows":0,"countsPerClass":[0],"shards":[]}}""");
        Manifest old = Manifest.read(hadoop, path("old"));
        assertThat(old.format()).isEqualTo(ShardFormat.raw(SHAPE));
        assertThat(old.train().bad()).isEmpty();

        String later = Files.readString(folder.resolve("old/manifest.json")).replace("Version\":1", "Version\":3");
        Files.writeString(folder.resolve("old/manifest.json"), later);
        assertThatThrownBy(() -> Manifest.read(hadoop, path("old")))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("schemaVersion 1 to 2, but has 3");
    }

    @Test
    void theOrderOfAnEpochIsAPermutationThatSeedAndEpochDecide() {
        int[] order = SampleOrder.permutation(3, 1, 1000);
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1000).toArray());
        assertThat(SampleOrder.permutation(3, 1, 1000)).isEqualTo(order);
        assertThat(SampleOrder.permutation(3, 2, 1000)).isNotEqualTo(order);
        assertThat(SampleOrder.permutation(4, 1, 1000)).isNotEqualTo(order);
    }

    private Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }

    private static List<Sample> samples(int count) {
        SplittableRandom random = new SplittableRandom(count);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] image = new byte[SHAPE.size()];
            random.nextBytes(image);
            samples.add(new Sample(10L * i, i % 3, image));
        }
        return samples;
    }
}
