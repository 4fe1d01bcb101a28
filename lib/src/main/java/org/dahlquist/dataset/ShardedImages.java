package org.dahlquist.dataset;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * One part of a prepared dataset, whole in memory, as unsigned bytes.
 *
 * <p>Memory: C·H·W + 12 bytes per sample (50,000 CIFAR images: 154 MB). One part takes at most 2^31 − 9 bytes of pixels.
 * Ordinals 0 … size − 1 follow the ids. Safe to share between threads that only read.
 */
public final class ShardedImages implements StoredImages {
    /** Most bytes of pixels. */
    static final long LARGEST = Integer.MAX_VALUE - 8;

    private final ImageShape shape;
    private final long[] ids;
    private final int[] labels;
    private final byte[] pixels;

    private ShardedImages(ImageShape shape, int size) {
        this.shape = shape;
        this.ids = new long[size];
        this.labels = new int[size];
        this.pixels = new byte[Math.multiplyExact(size, shape.size())];
    }

    /**
     * Reads all shards of one part.
     *
     * @param hadoop finds the file system
     * @param preparedFolder output of the prepare stage
     * @param split which part
     * @throws DahlquistException (DATA) if a shard is missing, damaged or contradicts the manifest, or the part is too
     *     big for one array
     */
    public static ShardedImages load(Configuration hadoop, Path preparedFolder, Split split) {
        Manifest manifest = Manifest.read(hadoop, preparedFolder);
        if (!manifest.format().equals(ShardFormat.raw(manifest.shape()))) {
            throw DahlquistException.data(
                    "images are read into memory raw and with one class each, but %s has encoding %s and labelling %s;"
                            + " prepare the dataset with data.encoding = raw",
                    preparedFolder, manifest.encoding(), manifest.labelling());
        }
        Manifest.Part part = manifest.split(split);
        if (part.rows() * manifest.shape().size() > Integer.MAX_VALUE - 8) {
            throw DahlquistException.data(
                    "the %s part of %s has %,d bytes of pixels, more than one process takes (2^31 - 9);"
                            + " lower data.%s-limit",
                    split.key(), preparedFolder, part.rows() * manifest.shape().size(), split.key());
        }
        ShardedImages images = new ShardedImages(manifest.shape(), (int) part.rows());
        int next = 0;
        for (Manifest.Shard shard : part.shards()) {
            next = images.fill(hadoop, Manifest.shardPath(preparedFolder, split, shard), shard, next);
        }
        if (next != images.size()) {
            throw DahlquistException.data(
                    "%s promises %d %s samples, but its shards have %d; run the prepare stage again",
                    preparedFolder, part.rows(), split.key(), next);
        }
        return images;
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public StoredImage get(int ordinal) {
        return new StoredImage(ids[ordinal], labels[ordinal], pixels, ordinal * shape.size(), shape.size());
    }

    @Override
    public String place(int ordinal) {
        return "sample " + ids[ordinal];
    }

    @Override
    public int[] order(long seed, int epoch) {
        return SampleOrder.permutation(seed, epoch, size());
    }

    /** Sample id of an ordinal; ids ascend with the ordinal. */
    public long id(int ordinal) {
        return ids[ordinal];
    }

    /** Class index of an ordinal. */
    public int label(int ordinal) {
        return labels[ordinal];
    }

    /** All pixels, CHW per image; the image of an ordinal starts at {@code ordinal * shape().size()}. Not a copy. */
    public byte[] pixels() {
        return pixels;
    }

    /** Shape of every image. */
    public ImageShape shape() {
        return shape;
    }

    private int fill(Configuration hadoop, Path file, Manifest.Shard shard, int start) {
        int[] next = {start};
        ShardReader.read(hadoop, file, shape, sample -> {
            int at = next[0]++;
            if (at >= size() || at >= start + shard.rows() || (at > 0 && ids[at - 1] >= sample.id())) {
                throw DahlquistException.data(
                        "%s must hold %d samples in ascending order of id, but row %d (id %d) breaks that;"
                                + " run the prepare stage again",
                        file, shard.rows(), at - start, sample.id());
            }
            ids[at] = sample.id();
            labels[at] = sample.label();
            System.arraycopy(sample.image(), 0, pixels, at * shape.size(), shape.size());
        });
        if (next[0] != start + shard.rows()) {
            throw DahlquistException.data(
                    "%s must hold %d samples, but holds %d; run the prepare stage again",
                    file, shard.rows(), next[0] - start);
        }
        return next[0];
    }
}
