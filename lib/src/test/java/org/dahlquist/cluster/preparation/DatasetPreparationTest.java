package org.dahlquist.cluster.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.dataset.ImageTrees;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardedImages;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.DataConfig;
import org.dahlquist.run.DataConfig.Dataset;
import org.dahlquist.run.DataConfig.ShapesConfig;
import org.dahlquist.run.ImageFilesConfig;
import org.dahlquist.run.ImageFilesConfig.Fit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetPreparationTest {
    @TempDir
    Path folder;

    @Test
    void shardsAreTheSameBytesForAnyNumberOfTasks() throws IOException {
        DataConfig shapes = new DataConfig(Dataset.SHAPES, "", 0, 0, 40, new ShapesConfig(150, 30), null);
        prepare(1, shapes, "one");
        prepare(4, shapes, "four");
        assertThat(digests("one")).hasSize(4 + 1 + 1).isEqualTo(digests("four"));
    }

    @Test
    void shardsOfImageFilesAreTheSameBytesForAnyNumberOfTasks() throws IOException {
        ImageTrees.imageNet(folder.resolve("raw"), 9);
        for (Manifest.Encoding encoding : Manifest.Encoding.values()) {
            ImageFilesConfig images = new ImageFilesConfig(
                    encoding, 24, Fit.SQUASH, 80, false, 1_000_000, ImageFilesConfig.Codec.AUTO, 7000, 0);
            String raw = folder.resolve("raw").toString();
            DataConfig config = new DataConfig(Dataset.IMAGENET, raw, 0, 0, 40, new ShapesConfig(1, 1), images);
            prepare(1, config, "one-" + encoding);
            assertThat(shards("one-" + encoding)).hasSizeGreaterThan(3);
            for (int tasks : List.of(2, 4)) {
                prepare(tasks, config, tasks + "-" + encoding);
                assertThat(shards(tasks + "-" + encoding)).isEqualTo(shards("one-" + encoding));
            }
        }
    }

    @Test
    void limitsKeepTheFirstSamplesAndTestIdsFollowTheTrainingIds() {
        DataConfig limited = new DataConfig(Dataset.SHAPES, "", 70, 20, 40, new ShapesConfig(150, 30), null);
        Manifest manifest = prepare(2, limited, "limited");
        assertThat(manifest.train().rows()).isEqualTo(70);
        assertThat(manifest.train().shards()).extracting(Manifest.Shard::rows).containsExactly(40, 30);
        assertThat(manifest.train().countsPerClass()).containsOnly(7);
        assertThat(manifest.test().rows()).isEqualTo(20);

        org.apache.hadoop.fs.Path output = path("limited");
        ShardedImages test = ShardedImages.load(new Configuration(), output, Split.TEST);
        assertThat(test.id(0)).isEqualTo(70);
        assertThat(Manifest.read(new Configuration(), output))
                .usingRecursiveComparison()
                .isEqualTo(manifest);
    }

    @Test
    void theManifestKnowsEveryShard() throws IOException {
        Manifest manifest =
                prepare(2, new DataConfig(Dataset.SHAPES, "", 0, 0, 40, new ShapesConfig(60, 20), null), "known");
        for (Manifest.Shard shard : manifest.train().shards()) {
            Path file = folder.resolve("known/train").resolve(shard.name());
            assertThat(Files.size(file)).isEqualTo(shard.bytes());
            assertThat(DigestUtils.sha256Hex(Files.readAllBytes(file))).isEqualTo(shard.sha256());
        }
    }

    @Test
    void whatFailsLeavesNothingBehind() throws IOException {
        DataConfig cifar = new DataConfig(
                Dataset.CIFAR10, folder.resolve("absent").toString(), 0, 0, 40, new ShapesConfig(1, 1), null);
        assertThatThrownBy(() -> prepare(2, cifar, "failed"))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("does not exist");
        assertThat(folder.resolve("failed")).doesNotExist();

        Path shards = Files.createDirectories(folder.resolve("blocked"));
        Files.writeString(shards.resolve("test"), "a file where the folder of the test part has to be");
        DataConfig shapes = new DataConfig(Dataset.SHAPES, "", 0, 0, 40, new ShapesConfig(60, 20), null);
        assertThatThrownBy(() -> prepare(2, shapes, "blocked"))
                .isInstanceOf(DahlquistException.class)
                .hasMessageStartingWith("DATA: ");
        try (Stream<Path> left = Files.walk(shards)) {
            assertThat(left.filter(path -> path.toString().endsWith(".arrow"))).isEmpty();
        }
    }

    private Manifest prepare(int threads, DataConfig config, String output) {
        try (SparkSession session = LocalSpark.start(threads)) {
            JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            return DatasetPreparation.prepare(spark, config, 3, path(output));
        }
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    private Map<String, String> shards(String output) throws IOException {
        Map<String, String> shards = digests(output);
        shards.keySet().removeIf(name -> !name.endsWith(".arrow"));
        return shards;
    }

    private Map<String, String> digests(String output) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve(output))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".crc")) {
                    String name = folder.resolve(output).relativize(file).toString();
                    digests.put(name, DigestUtils.sha256Hex(Files.readAllBytes(file)));
                }
            }
        }
        return digests;
    }
}
