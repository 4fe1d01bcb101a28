package org.dahlquist.cluster.preparation;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.cluster.TaskFiles;
import org.dahlquist.dataset.ImageFiles;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardReport;
import org.dahlquist.dataset.Split;
import org.dahlquist.image.ChannelSums;
import org.dahlquist.image.ImageConversion;
import org.dahlquist.run.DataConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a dataset of image files into Arrow shards, one Spark task per shard, and goes on where it was broken off.
 *
 * <p>A shard is finished once its {@link ShardReport} is there; finished shards of the same images and settings are kept.
 * The bytes of the shards do not depend on the number of tasks, nor on whether the images lie in folders or archives.
 * The driver keeps some hundred bytes for each shard and nothing for each image: tasks list and shuffle the images into
 * files, and each reads its own share of them.
 */
final class ImagePreparation {
    private static final Logger LOG = LoggerFactory.getLogger(ImagePreparation.class);
    private static final String LIST_FOLDER = "listing";

    /** JPEGs of one size vary by 40 % in bytes, so the mean of some is within 15 % of the true one. */
    private static final int SAMPLE = 8;

    private static final int FALLBACK_ROW_BYTES = 1 << 16;

    private final JavaSparkContext spark;
    private final DataConfig config;
    private final long seed;
    private final Path output;
    private final Path lists;
    private final Broadcast<HadoopSettings> hadoop;
    private final FinishedShards finished;

    ImagePreparation(JavaSparkContext spark, DataConfig config, long seed, Path output) {
        this.spark = spark;
        this.config = config;
        this.seed = seed;
        this.output = output;
        this.hadoop = spark.broadcast(new HadoopSettings(spark.hadoopConfiguration()));
        this.lists = new Path(output, LIST_FOLDER);
        this.finished = new FinishedShards(spark.hadoopConfiguration(), output);
    }

    /** Writes shards, reports, the list of bad images, the contact sheet and, last, the manifest. */
    Manifest prepare() {
        long start = System.nanoTime();
        ImageFiles files = ImageSources.imageFiles(spark.hadoopConfiguration(), config);
        removeLists();
        try {
            return prepare(files, ListedImages.list(spark, hadoop, files, seed, lists), start);
        } finally {
            removeLists();
        }
    }

    private Manifest prepare(ImageFiles files, ListedImages images, long start) {
        if (LOG.isInfoEnabled()) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "%s: %,d train and %,d test files, %.1f MB, listed in %.1f s",
                    files.name(),
                    images.train().size(),
                    images.test().size(),
                    (images.train().bytes() + images.test().bytes()) * 1e-6,
                    (System.nanoTime() - start) * 1e-9));
        }
        ShardTask unplanned = task(files, images, "");
        ShardPlan plan = ShardPlan.of(files, images, config, seed, bytesPerImage(unplanned, images));
        ShardTask task = unplanned.withPlan(plan.key());
        writePending(task, plan);
        Map<Split, PartTally> tallies = collect(task, plan);
        requireFewBad(plan, tallies);
        Manifest manifest = manifest(task, files, images, tallies);
        ContactSheetFile.write(spark.hadoopConfiguration(), output, manifest);
        manifest.write(spark.hadoopConfiguration(), output);
        LOG.info("{}", new PreparationTable(manifest, tallies, (System.nanoTime() - start) * 1e-9));
        return manifest;
    }

    private void removeLists() {
        TaskFiles.remove(spark.hadoopConfiguration(), lists);
    }

    private ShardTask task(ImageFiles files, ListedImages images, String key) {
        ImageConversion.Settings conversion = Conversions.of(config.imageFiles(), files);
        return new ShardTask(
                hadoop,
                output.toString(),
                key,
                images,
                conversion,
                files.classNames().size());
    }

    /**
     * What an image takes in a shard: known if raw, else the mean over the first images in random order, which are
     * converted here, as a job for them would take longer than they do.
     */
    private long bytesPerImage(ShardTask task, ListedImages images) {
        if (task.conversion().format().encoding() == Manifest.Encoding.RAW) {
            return task.conversion().format().shape().size();
        }
        int count = (int) Math.min(SAMPLE, ShardPlan.limited(images, Split.TRAIN, config));
        long mean = task.meanRowBytes(new PlannedShard(Split.TRAIN, 0, 0, 0, count));
        return mean == 0 ? FALLBACK_ROW_BYTES : mean;
    }

    private void writePending(ShardTask task, ShardPlan plan) {
        List<PlannedShard> pending = finished.pending(plan);
        if (pending.isEmpty()) {
            return;
        }
        PreparationProgress progress = new PreparationProgress(
                spark, pending.stream().mapToLong(PlannedShard::images).sum());
        PreparationProgress.Counters counters = progress.counters();
        JavaFutureAction<Void> job =
                spark.parallelize(pending, pending.size()).foreachAsync(shard -> counters.add(task.write(shard)));
        long mostBad = mostBad(plan.images(Split.TRAIN)) + mostBad(plan.images(Split.TEST));
        while (!isDone(job)) {
            progress.tick();
            if (progress.bad() > mostBad) {
                job.cancel(true);
                return;
            }
        }
    }

    /** Waits a second for the job; a failure of one of its tasks is thrown. */
    private static boolean isDone(JavaFutureAction<Void> job) {
        try {
            job.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException running) {
            return false;
        } catch (ExecutionException e) {
            throw SparkFailures.surfaced(e);
        } catch (InterruptedException e) {
            job.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while shards are written", e);
        }
    }

    /** Adds up the reports and writes the list of bad images; holds one report at a time. */
    private Map<Split, PartTally> collect(ShardTask task, ShardPlan plan) {
        Map<Split, PartTally> tallies = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            tallies.put(
                    split,
                    new PartTally(
                            task.classes(),
                            ChannelSums.empty(task.conversion().format().shape())));
        }
        try (Quarantine quarantine = Quarantine.create(spark.hadoopConfiguration(), output)) {
            for (PlannedShard shard : plan.shards()) {
                finished.report(shard).ifPresent(report -> {
                    tallies.get(shard.split()).add(report);
                    report.bad().forEach(image -> quarantine.add(shard.split(), image));
                });
            }
        }
        return tallies;
    }

    private void requireFewBad(ShardPlan plan, Map<Split, PartTally> tallies) {
        for (Split split : Split.values()) {
            PartTally tally = tallies.get(split);
            if (tally.badImages() > mostBad(plan.images(split))) {
                throw DahlquistException.data(
                        "at most %d of the %,d files of the %s part may be bad (data.max-bad-fraction = %s), but at"
                                + " least %d are: %s; for instance %s; %s lists them: repair or remove them, or raise"
                                + " data.max-bad-fraction and go on",
                        mostBad(plan.images(split)),
                        plan.images(split),
                        split.key(),
                        config.imageFiles().maxBadFraction(),
                        tally.badImages(),
                        tally.causes(),
                        tally.examples(),
                        Quarantine.path(output));
            }
        }
    }

    private long mostBad(long images) {
        return (long) Math.floor(config.imageFiles().maxBadFraction() * images);
    }

    private Manifest manifest(ShardTask task, ImageFiles files, ListedImages images, Map<Split, PartTally> tallies) {
        PartTally train = tallies.get(Split.TRAIN);
        PartTally test = tallies.get(Split.TEST);
        TreeSet<String> codecs = new TreeSet<>(train.codecs());
        codecs.addAll(test.codecs());
        if (train.part().rows() == 0) {
            throw DahlquistException.data(
                    "the train part must have at least one good image, but has none: %s; %s lists them",
                    train.causes(), Quarantine.path(output));
        }
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                files.name(),
                task.conversion().format().encoding(),
                files.multiLabel() ? Manifest.Labelling.MULTI : Manifest.Labelling.SINGLE,
                String.join(", ", codecs),
                task.conversion().format().shape(),
                files.classNames(),
                train.sums().mean(),
                train.sums().standardDeviation(),
                seed,
                List.of(
                        new Manifest.Source(
                                config.path() + " (train)", images.train().digest()),
                        new Manifest.Source(
                                config.path() + " (test)", images.test().digest())),
                train.part(),
                test.part());
    }
}
