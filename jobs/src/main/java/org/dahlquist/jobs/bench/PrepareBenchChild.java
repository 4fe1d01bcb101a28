package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.preparation.DatasetPreparation;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardFormat;
import org.dahlquist.dataset.ShardReport;
import org.dahlquist.dataset.Split;
import org.dahlquist.image.BadImageException;
import org.dahlquist.image.ChannelSums;
import org.dahlquist.image.DecodeOptions;
import org.dahlquist.image.ImageCodec;
import org.dahlquist.image.ImageConversion;
import org.dahlquist.run.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a process of ours does in {@code bench prepare}: prints one line of JSON. */
@Command(name = "prepare-child", hidden = true, description = "one measurement of the preparation of images")
final class PrepareBenchChild implements Callable<Integer> {
    /** Images that are prepared before any that count: by then Java has compiled all but a few percent of what it will. */
    private static final int WARM_UP_IMAGES = 12_000;

    /** The same for stages whose work beside their images counts, which each does once. */
    private static final int GROWTH_WARM_UP_IMAGES = 30_000;

    /** Turns of the stages of one tree; medians count. */
    private static final int TURNS = 2;

    private static final int GROWTH_TURNS = 3;

    /** The least number of images in a turn. */
    private static final int TURN_IMAGES = 5_000;

    /** Small enough that two tasks end together. */
    private static final int SHARD_BYTES = 1 << 23;

    private static final int MAX_PIXELS = 1 << 26;

    @Parameters(paramLabel = "WHAT", description = "decoder, steps, stage or growth")
    private String what;

    @Option(names = "--files", required = true)
    private Path files;

    @Option(names = "--tree", required = true, description = "images as ImageNet lies on disk; several for growth")
    private List<Path> trees;

    @Option(names = "--out", required = true)
    private Path out;

    @Option(names = "--codec", required = true)
    private String codec;

    @Option(names = "--tasks", required = true)
    private int tasks;

    @Option(names = "--size", required = true)
    private int size;

    @Option(names = "--quality", required = true)
    private int quality;

    @Option(names = "--seconds", required = true)
    private double seconds;

    private final PrintStream console = System.out;

    /** Works through all images once. */
    private interface Pass {
        void run() throws IOException, BadImageException;
    }

    @Override
    public Integer call() throws IOException, BadImageException {
        console.println(
                switch (what) {
                    case "decoder" -> rate(decoder());
                    case "steps" -> rate(steps());
                    case "stage" -> stage();
                    case "growth" -> growth();
                    default -> throw new IllegalArgumentException("no measurement is called " + what);
                });
        return 0;
    }

    private static String rate(double imagesPerSecond) {
        return String.format(Locale.ROOT, "{\"images_per_second\": %.2f}", imagesPerSecond);
    }

    private double decoder() throws IOException, BadImageException {
        List<byte[]> images = new ArrayList<>();
        for (String path : Files.readAllLines(files)) {
            images.add(Files.readAllBytes(Path.of(path)));
        }
        try (ImageCodec open = ImageCodec.open(codec)) {
            return rate(images.size(), () -> {
                for (byte[] image : images) {
                    open.decoder().decode(image, DecodeOptions.fullSize(MAX_PIXELS));
                }
            });
        }
    }

    private double steps() throws IOException, BadImageException {
        List<Path> paths = Files.readAllLines(files).stream().map(Path::of).toList();
        ImageShape shape = new ImageShape(3, size, size);
        ImageConversion.Settings settings = new ImageConversion.Settings(
                new ShardFormat(Manifest.Encoding.JPEG, shape, 0), false, quality, false, MAX_PIXELS, codec);
        ChannelSums sums = ChannelSums.empty(shape);
        try (ImageConversion conversion = new ImageConversion(settings)) {
            return rate(paths.size(), () -> {
                try (OutputStream shard = new DigestOutputStream(
                        Files.newOutputStream(out.resolve("steps.bin")), MessageDigest.getInstance("SHA-256"))) {
                    for (Path path : paths) {
                        shard.write(conversion.convert(Files.readAllBytes(path), sums));
                    }
                } catch (NoSuchAlgorithmException e) {
                    throw new IllegalStateException("every Java has SHA-256", e);
                }
            });
        }
    }

    /** Whole passes to warm up, then for the time. */
    private double rate(int images, Pass pass) throws IOException, BadImageException {
        for (int warm = 0; warm < WARM_UP_IMAGES; warm += images) {
            pass.run();
        }
        long start = System.nanoTime();
        int passes = passes(pass, seconds);
        return passes * (double) images / ((System.nanoTime() - start) * 1e-9);
    }

    private static int passes(Pass pass, double seconds) throws IOException, BadImageException {
        long start = System.nanoTime();
        int passes = 0;
        while ((System.nanoTime() - start) * 1e-9 < seconds) {
            pass.run();
            passes++;
        }
        return passes;
    }

    private String stage() throws IOException {
        try (SparkSession session = session()) {
            warmUp(session, WARM_UP_IMAGES);
            List<StageRun> runs = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                runs.addAll(turn(session, trees.get(0)));
            }
            return rate(Median.of(runs.stream().map(StageRun::imagesPerSecond).toList()));
        }
    }

    /** The trees take turns, so that what changes in the process and on the machine meets all alike; then their heaps. */
    private String growth() throws IOException {
        Map<Path, List<StageRun>> runs = new LinkedHashMap<>();
        trees.forEach(tree -> runs.put(tree, new ArrayList<>()));
        List<String> lines = new ArrayList<>();
        try (SparkSession session = session()) {
            warmUp(session, GROWTH_WARM_UP_IMAGES);
            for (BenchOptions.Round<Path> round : BenchOptions.rounds(GROWTH_TURNS, trees)) {
                for (Path tree : round.order()) {
                    runs.get(tree).addAll(turn(session, tree));
                }
            }
            for (Path tree : trees) {
                lines.add(growth(session, tree, runs.get(tree)));
            }
        }
        return "{\"growth\": [" + String.join(", ", lines) + "]}";
    }

    /** The measurements of a tree, and its heap in a further turn, which watching slows. */
    private String growth(SparkSession session, Path tree, List<StageRun> runs) throws IOException {
        try (LiveHeap heap = LiveHeap.watched()) {
            turn(session, tree);
            return String.format(
                    Locale.ROOT,
                    "{\"images\": %d, \"seconds\": %.3f, \"task_seconds\": %.3f, \"heap_mib\": %.1f, \"heap_peak_mib\": %.1f}",
                    runs.get(0).images(),
                    Median.of(runs.stream().map(StageRun::seconds).toList()),
                    Median.of(runs.stream().map(StageRun::taskSeconds).toList()),
                    heap.medianMib(),
                    heap.peakMib());
        }
    }

    private void warmUp(SparkSession session, int images) throws IOException {
        for (long warm = 0; warm < images; ) {
            warm += run(session, trees.get(0)).images();
        }
    }

    /** Stages of a tree until enough images were prepared. */
    private List<StageRun> turn(SparkSession session, Path tree) throws IOException {
        List<StageRun> runs = new ArrayList<>();
        for (long images = 0; images < TURN_IMAGES; ) {
            StageRun run = run(session, tree);
            runs.add(run);
            images += run.images();
        }
        return runs;
    }

    /**
     * A stage's measurement.
     *
     * @param images good ones
     * @param seconds of the whole stage
     * @param taskSeconds what its tasks say they took for their shards, in sum
     */
    private record StageRun(long images, double seconds, double taskSeconds) {
        double imagesPerSecond() {
            return images / seconds;
        }
    }

    private SparkSession session() {
        return LocalSpark.withSlots(tasks, "bench prepare").getOrCreate();
    }

    private StageRun run(SparkSession session, Path images) throws IOException {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Configuration hadoop = spark.hadoopConfiguration();
        org.apache.hadoop.fs.Path folder =
                new org.apache.hadoop.fs.Path(out.resolve("stage-" + tasks).toUri());
        folder.getFileSystem(hadoop).delete(folder, true);
        RunConfig config = config(images);
        long start = System.nanoTime();
        Manifest manifest = DatasetPreparation.prepare(spark, config.data(), config.seed(), folder);
        double seconds = (System.nanoTime() - start) * 1e-9;
        long good = 0;
        double taskSeconds = 0;
        for (Split split : Split.values()) {
            good += manifest.split(split).rows();
            for (int shard = 0; shard < manifest.split(split).shards().size(); shard++) {
                taskSeconds += ShardReport.read(hadoop, ShardReport.path(folder, split, shard))
                        .orElseThrow()
                        .seconds();
            }
        }
        return new StageRun(good, seconds, taskSeconds);
    }

    private RunConfig config(Path images) {
        return BenchSettings.of(List.of(
                "data.dataset=imagenet",
                "data.path=" + images.toUri(),
                "data.encoding=jpeg",
                "data.image-size=" + size,
                "data.jpeg-quality=" + quality,
                "data.codec=" + codec,
                "data.shard-bytes=" + SHARD_BYTES));
    }
}
