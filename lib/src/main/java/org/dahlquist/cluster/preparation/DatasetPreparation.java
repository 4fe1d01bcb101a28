package org.dahlquist.cluster.preparation;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.dataset.FileDigest;
import org.dahlquist.dataset.ImageSource;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Sample;
import org.dahlquist.dataset.ShardWriter;
import org.dahlquist.dataset.Split;
import org.dahlquist.image.ChannelSums;
import org.dahlquist.run.DataConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a dataset into Arrow shards with a manifest, one Spark task per shard. */
public final class DatasetPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetPreparation.class);

    private final JavaSparkContext spark;
    private final ImageSource source;
    private final DataConfig config;
    private final Path output;

    /** A range of samples that becomes one shard. */
    private record Range(Split split, int shard, int from, int to, long firstId) implements Serializable {}

    /** What a task reports of its shard. */
    private record Written(Range range, Manifest.Shard shard, long[] counts, ChannelSums sums)
            implements Serializable {}

    private DatasetPreparation(JavaSparkContext spark, ImageSource source, DataConfig config, Path output) {
        this.spark = spark;
        this.source = source;
        this.config = config;
        this.output = output;
    }

    /**
     * Writes {@code train/shard-*.arrow}, {@code test/shard-*.arrow} and, last, {@code manifest.json}.
     *
     * <p>Shards depend on the source and the settings alone: their bytes are the same for any number of tasks,
     * and a task that is run twice writes the same file twice. Training ids start at 0, test ids follow on.
     *
     * @param spark the context
     * @param config which dataset, and how many samples of it
     * @param seed seed of a generated dataset
     * @param output folder to write to; emptied again on failure, unless the dataset consists of image files: then
     *     finished shards stay there, are kept the next time, and {@code quarantine/bad-images.csv} lists bad files
     * @return the manifest
     * @throws DahlquistException DATA if a raw file is missing or damaged, CONFIG if a setting is wrong
     */
    public static Manifest prepare(JavaSparkContext spark, DataConfig config, long seed, Path output) {
        return config.dataset().isImageFiles()
                ? new ImagePreparation(spark, config, seed, output).prepare()
                : prepareSamples(spark, config, seed, output);
    }

    private static Manifest prepareSamples(JavaSparkContext spark, DataConfig config, long seed, Path output) {
        long start = System.nanoTime();
        Configuration hadoop = spark.hadoopConfiguration();
        ImageSource source = ImageSources.open(hadoop, config, seed);
        boolean finished = false;
        try {
            Manifest manifest = new DatasetPreparation(spark, source, config, output).write(seed);
            finished = true;
            if (LOG.isInfoEnabled()) {
                LOG.info(String.format(
                        Locale.ROOT,
                        "prepared %s  train %d  test %d  shards %d  %.1f MB  %.1f s",
                        manifest.dataset(),
                        manifest.train().rows(),
                        manifest.test().rows(),
                        manifest.train().shards().size()
                                + manifest.test().shards().size(),
                        (bytes(manifest.train()) + bytes(manifest.test())) * 1e-6,
                        (System.nanoTime() - start) * 1e-9));
            }
            return manifest;
        } finally {
            if (!finished) {
                remove(hadoop, output);
            }
        }
    }

    private Manifest write(long seed) {
        List<Range> ranges = new ArrayList<>();
        int train = limited(source.size(Split.TRAIN), config.trainLimit());
        int test = limited(source.size(Split.TEST), config.testLimit());
        addRanges(ranges, Split.TRAIN, train, 0);
        addRanges(ranges, Split.TEST, test, train);
        List<Written> written = writeShards(ranges);
        ChannelSums sums = written.stream()
                .filter(shard -> shard.range().split() == Split.TRAIN)
                .map(Written::sums)
                .reduce(ChannelSums.empty(source.shape()), ChannelSums::plus);
        Manifest manifest = new Manifest(
                Manifest.SCHEMA_VERSION,
                source.name(),
                source.shape(),
                source.classNames(),
                sums.mean(),
                sums.standardDeviation(),
                seed,
                source.files(),
                part(written, Split.TRAIN),
                part(written, Split.TEST));
        manifest.write(spark.hadoopConfiguration(), output);
        return manifest;
    }

    private List<Written> writeShards(List<Range> ranges) {
        ImageSource images = source;
        String folder = output.toString();
        HadoopSettings hadoop = new HadoopSettings(spark.hadoopConfiguration());
        return SparkFailures.unwrap(() -> spark.parallelize(ranges, ranges.size())
                .map(range -> writeShard(hadoop.value(), images, new Path(folder), range))
                .collect());
    }

    private static Written writeShard(Configuration hadoop, ImageSource source, Path output, Range range) {
        List<Sample> samples = source.read(hadoop, range.split(), range.from(), range.to(), range.firstId());
        String name = String.format(Locale.ROOT, "shard-%05d.arrow", range.shard());
        Path file = new Path(new Path(output, range.split().key()), name);
        ShardWriter.write(hadoop, file, source.shape(), samples);
        long[] counts = new long[source.classNames().size()];
        ChannelSums sums = ChannelSums.empty(source.shape());
        for (Sample sample : samples) {
            counts[sample.label()]++;
            sums.add(sample.image());
        }
        FileDigest digest = FileDigest.of(hadoop, file);
        return new Written(
                range, new Manifest.Shard(name, samples.size(), digest.bytes(), digest.sha256()), counts, sums);
    }

    private void addRanges(List<Range> ranges, Split split, int samples, long firstId) {
        for (int from = 0, shard = 0; from < samples; from += config.shardRows(), shard++) {
            ranges.add(new Range(split, shard, from, Math.min(samples, from + config.shardRows()), firstId + from));
        }
    }

    private Manifest.Part part(List<Written> written, Split split) {
        long rows = 0;
        long[] counts = new long[source.classNames().size()];
        List<Manifest.Shard> shards = new ArrayList<>();
        for (Written shard : written) {
            if (shard.range().split() == split) {
                rows += shard.shard().rows();
                shards.add(shard.shard());
                for (int label = 0; label < counts.length; label++) {
                    counts[label] += shard.counts()[label];
                }
            }
        }
        return new Manifest.Part(rows, counts, shards);
    }

    private static int limited(int size, int limit) {
        return limit == 0 ? size : Math.min(size, limit);
    }

    private static long bytes(Manifest.Part part) {
        return part.shards().stream().mapToLong(Manifest.Shard::bytes).sum();
    }

    private static void remove(Configuration hadoop, Path output) {
        try {
            for (String written : List.of(Split.TRAIN.key(), Split.TEST.key(), Manifest.FILE_NAME)) {
                output.getFileSystem(hadoop).delete(new Path(output, written), true);
            }
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s holds the rest of a failed preparation, which cannot be removed: %s", output, e)
                    .causedBy(e);
        }
    }
}
