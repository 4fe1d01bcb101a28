package org.dahlquist.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * All images of one part of a dataset in random order, kept in files of which each holds some of them in that order.
 *
 * <p>Any stretch of the order can be read: how many images fall into each of {@value #RANGES} equal ranges of the sort key
 * tells which ranges it covers, and each file is read there only. So what remains in memory does not grow with the images,
 * but by a name for each file. The order follows from the images and the seed alone.
 *
 * <p>Immutable.
 */
public final class ImageList implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Ranges of the sort key whose images are counted. */
    static final int RANGES = 1024;

    private final String[] files;
    private final long[] counts;
    private final long bytes;
    private final ImageDigest digest;

    ImageList(String[] files, long[] counts, long bytes, ImageDigest digest) {
        this.files = files;
        this.counts = counts;
        this.bytes = bytes;
        this.digest = digest;
    }

    /** The images of both lists, which must not share any. */
    public ImageList plus(ImageList other) {
        List<String> all = new ArrayList<>(List.of(files));
        all.addAll(List.of(other.files));
        long[] sums = new long[RANGES];
        for (int range = 0; range < RANGES; range++) {
            sums[range] = counts[range] + other.counts[range];
        }
        return new ImageList(all.toArray(String[]::new), sums, bytes + other.bytes, digest.plus(other.digest));
    }

    /** Number of images. */
    public long size() {
        long size = 0;
        for (long count : counts) {
            size += count;
        }
        return size;
    }

    /** Bytes of all images. */
    public long bytes() {
        return bytes;
    }

    /** Tells sets of images apart by their labels, names and lengths; hexadecimal. */
    public String digest() {
        return digest.hex();
    }

    /**
     * Some images, in order.
     *
     * <p>Memory: these, and those of one range before and after them.
     *
     * @param hadoop finds the file system
     * @param from place of the first one, from 0
     * @param count how many; {@code from + count} is at most {@link #size}
     * @throws org.dahlquist.DahlquistException (DATA) if a file of the list cannot be read
     */
    public List<ImageEntry> read(Configuration hadoop, long from, int count) {
        int first = 0;
        long before = 0;
        while (before + counts[first] <= from) {
            before += counts[first++];
        }
        int end = first;
        for (long reached = before; reached < from + count; end++) {
            reached += counts[end];
        }
        List<ShuffledEntry> found = new ArrayList<>();
        for (String file : files) {
            found.addAll(ImageListFile.read(hadoop, new Path(file), first, end));
        }
        return found.stream()
                .sorted()
                .skip(from - before)
                .limit(count)
                .map(ShuffledEntry::entry)
                .toList();
    }
}
