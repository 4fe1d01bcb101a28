package org.dahlquist.cluster.preparation;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.dataset.FileDigest;
import org.dahlquist.dataset.ImageEntry;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardReport;
import org.dahlquist.dataset.ShardWriter;
import org.dahlquist.image.ImageConversion;

/**
 * Writes shards and their reports on an executor.
 *
 * <p>Memory: one record batch of rows, one image, and the shard's share of the list of images.
 *
 * @param hadoop how to reach the file systems
 * @param output folder of the prepared dataset
 * @param plan key of the plan
 * @param listed where all images are
 * @param conversion how an image becomes a row
 * @param classes number of classes
 */
record ShardTask(
        Broadcast<HadoopSettings> hadoop,
        String output,
        String plan,
        ListedImages listed,
        ImageConversion.Settings conversion,
        int classes)
        implements Serializable {
    /** The same task under a plan. */
    ShardTask withPlan(String key) {
        return new ShardTask(hadoop, output, key, listed, conversion, classes);
    }

    /** Writes a shard, then its report. */
    ShardReport write(PlannedShard shard) {
        long start = System.nanoTime();
        String name = String.format(Locale.ROOT, "shard-%05d.arrow", shard.number());
        Path file = new Path(new Path(output, shard.split().key()), name);
        try (ShardImages images = images(shard)) {
            FileDigest digest = ShardWriter.write(configuration(), file, conversion.format(), images);
            ShardReport report = new ShardReport(
                    plan,
                    new Manifest.Shard(name, images.rows(), digest.bytes(), digest.sha256()),
                    images.counts(),
                    images.sums().sums(),
                    images.sums().squares(),
                    images.sums().pixels(),
                    images.sourceBytes(),
                    (System.nanoTime() - start) * 1e-9,
                    images.codec(),
                    images.odd(),
                    images.bad());
            report.write(configuration(), ShardReport.path(new Path(output), shard.split(), shard.number()));
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the files of shard " + file, e);
        }
    }

    /** Mean bytes of a row, from the images of a shard that is not written; 0 if all are bad. */
    long meanRowBytes(PlannedShard sample) {
        try (ShardImages images = images(sample)) {
            long bytes = 0;
            while (images.hasNext()) {
                bytes += images.next().image().length;
            }
            return images.rows() == 0 ? 0 : bytes / images.rows();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the files of a sample", e);
        }
    }

    private ShardImages images(PlannedShard shard) {
        List<ImageEntry> entries = listed.split(shard.split()).read(configuration(), shard.from(), shard.images());
        return new ShardImages(configuration(), entries, shard.firstId(), new ImageConversion(conversion), classes);
    }

    private Configuration configuration() {
        return hadoop.value().value();
    }
}
