package org.dahlquist.dataset;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * One part of a prepared dataset, image by image, as the shards hold them.
 *
 * <p>Ordinals 0 … size − 1 follow the shards and with them the ids. Thread-safe.
 */
public interface StoredImages {
    /** Number of images. */
    int size();

    /**
     * An image.
     *
     * @param ordinal from 0, below {@link #size}
     * @throws DahlquistException (DATA) if its shard is missing, damaged or contradicts the manifest
     */
    StoredImage get(int ordinal);

    /** Where an image lies, for messages: shard and position. */
    String place(int ordinal);

    /**
     * The order in which an epoch visits the images: all of them, each once.
     *
     * @param seed run seed
     * @param epoch epoch, which selects the order
     * @return {@code int[size]} of ordinals, the same on every machine and for every number of workers
     */
    int[] order(long seed, int epoch);

    /**
     * Opens a part: raw images that fit into one array and the bound are read at once, others shard by shard when wanted.
     *
     * @param hadoop finds the file system
     * @param preparedFolder output of the prepare stage
     * @param split which part
     * @param cacheBytes most bytes of images to keep in memory
     * @throws DahlquistException (DATA) if shards or manifest are missing or damaged, or images show several classes,
     *     (CONFIG) if the bound is too small
     */
    static StoredImages open(Configuration hadoop, Path preparedFolder, Split split, long cacheBytes) {
        Manifest manifest = Manifest.read(hadoop, preparedFolder);
        if (manifest.labelling() == Manifest.Labelling.MULTI) {
            throw DahlquistException.data(
                    "networks are trained on images of one class each, but those of %s show several; prepare another"
                            + " dataset",
                    preparedFolder);
        }
        long bytes = new ShardSizes(manifest, split).total();
        boolean inOneArray = manifest.encoding() == Manifest.Encoding.RAW && bytes <= ShardedImages.LARGEST;
        return inOneArray && bytes <= cacheBytes
                ? ShardedImages.load(hadoop, preparedFolder, split)
                : new CachedImages(hadoop, preparedFolder, manifest, split, cacheBytes);
    }
}
