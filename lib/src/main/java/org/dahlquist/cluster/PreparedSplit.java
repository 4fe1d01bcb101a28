package org.dahlquist.cluster;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardedImages;
import org.dahlquist.dataset.Split;

/**
 * One part of a prepared dataset, as tasks refer to it.
 *
 * @param hadoop how to reach the file system
 * @param folder the prepared dataset
 * @param split which part
 * @param version changes when the dataset is prepared again, so that no task reads a stale copy
 */
record PreparedSplit(SerializableConfiguration hadoop, String folder, Split split, String version)
        implements Serializable {
    private static final ExecutorCache<ShardedImages> IMAGES = new ExecutorCache<>(4);

    /** A part of the dataset that the manifest describes. */
    static PreparedSplit of(Configuration hadoop, Path folder, Split split, Manifest manifest) {
        return new PreparedSplit(
                new SerializableConfiguration(hadoop),
                folder.toString(),
                split,
                Integer.toHexString(manifest.split(split).shards().hashCode()));
    }

    /** The whole part, read once by each executor and then kept; its memory is the part's size in bytes. */
    ShardedImages images() {
        return IMAGES.shared(
                folder + "/" + split.key() + "@" + version,
                () -> ShardedImages.load(hadoop.value(), new Path(folder), split));
    }
}
