package org.dahlquist.cluster.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.DahlquistException;
import org.dahlquist.SharedData;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.dataset.ImageTrees;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Manifest.Encoding;
import org.dahlquist.dataset.ShardReader;
import org.dahlquist.dataset.ShardRow;
import org.dahlquist.dataset.ShardRows;
import org.dahlquist.dataset.ShardedImages;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.DataConfig;
import org.dahlquist.run.DataConfig.Dataset;
import org.dahlquist.run.DataConfig.ShapesConfig;
import org.dahlquist.run.ImageFilesConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePreparationTest {
    private static final int SIZE = 32;
    private static final int SHARD_BYTES = 5 * 3 * SIZE * SIZE;

    private static final long SEED = 20261121;

    /** Of the odd images those that are refused; the decoders' own test says more of each. */
    private static final Map<String, String> BAD_ODD_IMAGES = Map.of(
            "513f29d0-02a8-11e7-9756-6035edb96e79.jpg", "corrupt",
            "5145e95a-02a8-11e7-8372-4787a7307ab8.jpg", "not-an-image",
            "514c48ea-02a8-11e7-8789-bb75321f404f.jpg", "truncated",
            "515e763c-02a8-11e7-85fb-573b41201f05.jpg", "corrupt",
            "hopper_bad_exif.jpg", "corrupt",
            "ultrahdr.jpg", "truncated",
            "broken.png", "truncated",
            "truncated_image.png", "truncated");

    private static SparkSession session;

    private final Configuration hadoop = new Configuration();

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        session = LocalSpark.start(2);
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    @Test
    void rawShardsAreMixedCompleteAndCountedExactly() throws IOException {
        ImageTrees.imageNet(folder.resolve("raw"), 10);
        Manifest manifest = prepare(imageNet("raw", Encoding.RAW, 0), "out");
        assertThat(manifest.format().shape().size()).isEqualTo(3 * SIZE * SIZE);
        assertThat(manifest.train().rows()).isEqualTo(30);
        assertThat(manifest.train().countsPerClass()).containsExactly(10, 10, 10);
        assertThat(manifest.train().shards()).extracting(Manifest.Shard::rows).containsExactly(5, 5, 5, 5, 5, 5);
        assertThat(manifest.test().rows()).isEqualTo(3);
        for (Manifest.Shard shard : manifest.train().shards()) {
            Path file = folder.resolve("out/train").resolve(shard.name());
            assertThat(shard.bytes()).isEqualTo(Files.size(file));
            assertThat(shard.sha256()).isEqualTo(DigestUtils.sha256Hex(Files.readAllBytes(file)));
        }
        List<Integer> labels =
                rows(manifest, "out", Split.TRAIN).stream().map(ShardRow::label).toList();
        assertThat(labels.subList(0, 10)).contains(0, 1, 2);
        ShardedImages test = ShardedImages.load(hadoop, path("out"), Split.TEST);
        assertThat(test.id(0)).isEqualTo(30);
        assertThat(Manifest.read(hadoop, path("out")))
                .usingRecursiveComparison()
                .isEqualTo(manifest);
        assertThat(ImageIO.read(folder.resolve("out/contact-sheet.png").toFile())
                        .getWidth())
                .isGreaterThan(600);
    }

    @Test
    void jpegShardsKeepTheShorterSideAndGiveSingleImagesByPosition() throws IOException {
        ImageTrees.imageNet(folder.resolve("raw"), 10);
        Manifest manifest = prepare(imageNet("raw", Encoding.JPEG, 0), "out");
        List<ShardRow> rows = rows(manifest, "out", Split.TRAIN);
        assertThat(rows).hasSize(30);
        for (ShardRow row : rows) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(row.image()));
            assertThat(image.getHeight()).isEqualTo(SIZE);
            assertThat(image.getWidth()).isBetween(42, 43); // 40 x 30, scaled by 32/30
        }
        Manifest.Shard last =
                manifest.train().shards().get(manifest.train().shards().size() - 1);
        try (ShardRows single =
                new ShardRows(hadoop, Manifest.shardPath(path("out"), Split.TRAIN, last), manifest.format())) {
            assertThat(single.get(last.rows() - 1)).usingRecursiveComparison().isEqualTo(rows.get(29));
            assertThat(single.get(0)).usingRecursiveComparison().isEqualTo(rows.get(30 - last.rows()));
        }
        assertThatThrownBy(() -> ShardedImages.load(hadoop, path("out"), Split.TRAIN))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("encoding JPEG");
    }

    @Test
    void channelStatisticsEqualThoseOfADirectComputation() throws IOException {
        ImageTrees.imageNet(folder.resolve("raw"), 6);
        Manifest manifest = prepare(imageNet("raw", Encoding.RAW, 0), "out");
        List<ShardRow> rows = rows(manifest, "out", Split.TRAIN);
        for (int channel = 0; channel < 3; channel++) {
            int from = channel * SIZE * SIZE;
            double[] values = rows.stream()
                    .flatMapToDouble(row ->
                            IntStream.range(from, from + SIZE * SIZE).mapToDouble(i -> (row.image()[i] & 0xFF) / 255.0))
                    .toArray();
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance = Arrays.stream(values)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElseThrow();
            assertThat(manifest.mean()[channel]).isCloseTo(mean, within(1e-12));
            assertThat(manifest.std()[channel]).isCloseTo(Math.sqrt(variance), within(1e-12));
        }
    }

    @Test
    void foldersAndArchivesGiveTheSameShards() throws IOException {
        ImageTrees.imageNet(folder.resolve("folders"), 7);
        ImageTrees.archives(folder.resolve("folders"), folder.resolve("archives"));
        for (Encoding encoding : Encoding.values()) {
            prepare(imageNet("folders", encoding, 0), "from-folders-" + encoding);
            prepare(imageNet("archives", encoding, 0), "from-archives-" + encoding);
            assertThat(digests("from-archives-" + encoding)).isEqualTo(digests("from-folders-" + encoding));
        }
    }

    @Test
    void realImagesGiveTheSameShardsFromFoldersAndArchives() throws IOException {
        Path mini = SharedData.require("data/imagenet-mini");
        ImageTrees.archives(mini, folder.resolve("archives"));
        DataConfig config = config(Dataset.IMAGENET, mini, images(Encoding.JPEG, 256, 600_000, 0));
        Manifest manifest = prepare(config, "from-folders");
        assertThat(manifest.classes()).isEqualTo(10);
        assertThat(manifest.train().rows()).isEqualTo(50);
        assertThat(manifest.test().rows()).isEqualTo(10);
        prepare(
                config(Dataset.IMAGENET, folder.resolve("archives"), images(Encoding.JPEG, 256, 600_000, 0)),
                "from-archives");
        assertThat(digests("from-archives")).hasSizeGreaterThan(3).isEqualTo(digests("from-folders"));
    }

    @Test
    void badImagesAreListedAndCountedByCauseAndLeftOut() throws IOException {
        Path raw = folder.resolve("raw");
        ImageTrees.imageNet(raw, 10);
        byte[] whole = ImageTrees.jpeg(1);
        ImageTrees.write(raw.resolve("train/n01440764/empty.JPEG"), new byte[0]);
        ImageTrees.write(raw.resolve("train/n01440764/text.JPEG"), "no image, \"but\" text".getBytes());
        ImageTrees.write(raw.resolve("train/n02119789/half.JPEG"), Arrays.copyOf(whole, whole.length / 2));
        ImageTrees.write(raw.resolve("train/n09999999/unknown.JPEG"), whole);
        ImageTrees.write(raw.resolve("train/n03000684/disguised.JPEG"), ImageTrees.image("png", 3, 40, 30));
        Manifest manifest = prepare(imageNet("raw", Encoding.JPEG, 0.2), "out");
        assertThat(manifest.train().bad())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("empty", 1L, "not-an-image", 1L, "truncated", 1L, "unknown-class", 1L));
        assertThat(manifest.train().odd()).containsExactly(Map.entry("wrong-extension", 1L));
        assertThat(manifest.train().rows()).isEqualTo(31);
        assertThat(manifest.train().countsPerClass()).containsExactly(10, 10, 11);
        List<String> lines = Files.readAllLines(folder.resolve("out/quarantine/bad-images.csv"));
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("part,name,cause,message,file,offset,length");
        assertThat(lines).anyMatch(line -> line.startsWith("train,n09999999/unknown.JPEG,unknown-class,"));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("train,text.JPEG,not-an-image,")
                        && line.endsWith("/raw/train/n01440764/text.JPEG,-1,20"));
    }

    @Test
    void tooManyBadImagesFailWithCountsAndExamplesAndKeepWhatIsFinished() throws IOException {
        Path raw = folder.resolve("raw");
        ImageTrees.imageNet(raw, 10);
        ImageTrees.write(raw.resolve("train/n01440764/empty.JPEG"), new byte[0]);
        assertThatThrownBy(() -> prepare(imageNet("raw", Encoding.RAW, 0.01), "out"))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("at most 0 of the 31 files of the train part may be bad")
                .hasMessageContaining("empty 1")
                .hasMessageContaining("empty.JPEG")
                .hasMessageContaining("out/quarantine/bad-images.csv");
        assertThat(folder.resolve("out/manifest.json")).doesNotExist();
        assertThat(folder.resolve("out/listing")).doesNotExist();
        assertThat(folder.resolve("out/quarantine/bad-images.csv")).exists();
        Map<Path, FileTime> finished = times("out/train");

        Manifest manifest = prepare(imageNet("raw", Encoding.RAW, 0.1), "out");
        assertThat(manifest.train().rows()).isEqualTo(30);
        assertThat(times("out/train")).containsAllEntriesOf(finished);
    }

    @Test
    void finishedShardsAreKeptAndTheRestIsWrittenTheSame() throws IOException {
        ImageTrees.imageNet(folder.resolve("raw"), 10);
        prepare(imageNet("raw", Encoding.RAW, 0), "whole");
        prepare(imageNet("raw", Encoding.RAW, 0), "broken");
        Files.delete(folder.resolve("broken/manifest.json"));
        Files.delete(folder.resolve("broken/shards/train-00001.json"));
        Files.delete(folder.resolve("broken/train/shard-00003.arrow"));
        Path left = folder.resolve("broken/train/.shard-00001.arrow.abc.tmp");
        Files.write(left, new byte[10]);
        ImageTrees.write(folder.resolve("broken/listing/train-00000-00000.images"), new byte[10]);
        Path kept = folder.resolve("broken/train/shard-00000.arrow");
        FileTime before = Files.getLastModifiedTime(kept);

        prepare(imageNet("raw", Encoding.RAW, 0), "broken");
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(before);
        assertThat(left).doesNotExist();
        assertThat(folder.resolve("broken/listing")).doesNotExist();
        assertThat(digests("broken")).isEqualTo(digests("whole"));
    }

    @Test
    void shardsOfOtherImagesAreNotTakenForFinished() throws IOException {
        ImageTrees.imageNet(folder.resolve("raw"), 4);
        prepare(imageNet("raw", Encoding.RAW, 0), "out");
        ImageTrees.write(folder.resolve("raw/train/n01440764/another.JPEG"), ImageTrees.jpeg(77));
        Manifest manifest = prepare(imageNet("raw", Encoding.RAW, 0), "out");
        assertThat(manifest.train().rows()).isEqualTo(13);
        prepare(imageNet("raw", Encoding.RAW, 0), "fresh");
        assertThat(digests("out")).isEqualTo(digests("fresh"));
    }

    @Test
    void damagedArchivesAreRefusedOrGiveEveryImageOrItsCause() throws IOException {
        ImageTrees.imageNet(folder.resolve("folders"), 5);
        ImageTrees.archives(folder.resolve("folders"), folder.resolve("archives"));
        Path archive = folder.resolve("archives/ILSVRC2012_img_train.tar");
        byte[] whole = Files.readAllBytes(archive);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int trial = 0; trial < 12; trial++) {
            String description = "trial " + trial + " of seed " + SEED;
            byte[] damaged = trial % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int flip = 0; flip < 8 && damaged.length > 0; flip++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(archive, damaged);
            try {
                Manifest.Part train = prepare(imageNet("archives", Encoding.RAW, 1), "out-" + trial)
                        .train();
                long bad =
                        train.bad().values().stream().mapToLong(Long::longValue).sum();
                assertThat(train.rows() + bad).as(description).isEqualTo(15);
            } catch (DahlquistException refused) {
                assertThat(refused).as(description).hasMessageContaining("is not a whole tar archive");
            }
        }
    }

    @Test
    void imagesOfSeveralClassesHaveThemInAColumnOfTheirOwn() throws IOException {
        ImageTrees.voc(folder.resolve("VOC2007"));
        Manifest manifest = prepare(
                config(Dataset.VOC, folder.resolve("VOC2007"), images(Encoding.JPEG, SIZE, SHARD_BYTES, 0)), "out");
        assertThat(manifest.labelling()).isEqualTo(Manifest.Labelling.MULTI);
        assertThat(manifest.train().countsPerClass()[manifest.labels().indexOf("dog")])
                .isEqualTo(1);
        assertThat(manifest.train().countsPerClass()[manifest.labels().indexOf("cat")])
                .isEqualTo(2);
        List<ShardRow> rows = rows(manifest, "out", Split.TRAIN);
        assertThat(rows).hasSize(4).allMatch(row -> row.label() == -1 && row.presence().length == 20);
        assertThat(rows.stream().flatMapToInt(row -> IntStream.range(0, 20).map(i -> row.presence()[i] & 0xFF)))
                .contains(0, 1, 255);
    }

    @Test
    void limitsKeepTheFirstImagesOfTheShuffledParts() throws IOException {
        ImageTrees.imageNet(folder.resolve("raw"), 10);
        DataConfig all = imageNet("raw", Encoding.RAW, 0);
        DataConfig limited =
                new DataConfig(all.dataset(), all.path(), 12, 2, all.shardRows(), all.shapes(), all.imageFiles());
        List<ShardRow> some = rows(prepare(limited, "some"), "some", Split.TRAIN);
        assertThat(some).hasSize(12);
        assertThat(some)
                .usingRecursiveComparison()
                .isEqualTo(rows(prepare(all, "all"), "all", Split.TRAIN).subList(0, 12));
    }

    @Test
    void everyOddImageIsTakenOrListedWithItsCause() throws IOException {
        Path odd = SharedData.require("data/odd-images");
        Path raw = folder.resolve("raw");
        int images = 0;
        for (Map.Entry<String, byte[]> file : ImageTrees.files(odd).entrySet()) {
            if (!file.getKey().endsWith(".tsv")) {
                ImageTrees.write(raw.resolve("train/odd").resolve(file.getKey()), file.getValue());
                images++;
            }
        }
        ImageTrees.write(raw.resolve("val/odd/one.jpg"), ImageTrees.jpeg(1));
        Manifest manifest = prepare(imageNet("raw", Encoding.JPEG, 1), "out");
        Map<String, String> causes = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve("out/quarantine/bad-images.csv"))) {
            String[] columns = line.split(",");
            causes.put(columns[1], columns[2]);
        }
        causes.remove("name");
        assertThat(causes).containsExactlyInAnyOrderEntriesOf(BAD_ODD_IMAGES);
        assertThat(manifest.train().rows()).isEqualTo(images - causes.size());
    }

    private DataConfig imageNet(String raw, Encoding encoding, double maxBadFraction) {
        int shardBytes = encoding == Encoding.RAW ? SHARD_BYTES : 8000;
        return config(Dataset.IMAGENET, folder.resolve(raw), images(encoding, SIZE, shardBytes, maxBadFraction));
    }

    private static DataConfig config(Dataset dataset, Path raw, ImageFilesConfig images) {
        return new DataConfig(dataset, raw.toString(), 0, 0, 1000, new ShapesConfig(1, 1), images);
    }

    private static ImageFilesConfig images(Encoding encoding, int size, int shardBytes, double maxBadFraction) {
        return new ImageFilesConfig(
                encoding,
                size,
                ImageFilesConfig.Fit.CROP,
                90,
                false,
                100_000_000,
                ImageFilesConfig.Codec.AUTO,
                shardBytes,
                maxBadFraction);
    }

    private Manifest prepare(DataConfig config, String output) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        return DatasetPreparation.prepare(spark, config, 3, path(output));
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    private List<ShardRow> rows(Manifest manifest, String output, Split split) {
        List<ShardRow> rows = new ArrayList<>();
        for (Manifest.Shard shard : manifest.split(split).shards()) {
            ShardReader.read(hadoop, Manifest.shardPath(path(output), split, shard), manifest.format(), rows::add);
        }
        return rows;
    }

    private Map<String, String> digests(String output) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        ImageTrees.files(folder.resolve(output)).forEach((name, content) -> {
            if (name.endsWith(".arrow") || name.endsWith(".png")) {
                digests.put(name, DigestUtils.sha256Hex(content));
            }
        });
        return digests;
    }

    private Map<Path, FileTime> times(String shards) throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        for (String name : ImageTrees.files(folder.resolve(shards)).keySet()) {
            Path file = folder.resolve(shards).resolve(name);
            times.put(file, Files.getLastModifiedTime(file));
        }
        return times;
    }
}
