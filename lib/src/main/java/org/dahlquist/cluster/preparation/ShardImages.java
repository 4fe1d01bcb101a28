package org.dahlquist.cluster.preparation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.dataset.BadImage;
import org.dahlquist.dataset.ImageBytes;
import org.dahlquist.dataset.ImageEntry;
import org.dahlquist.dataset.ImageFault;
import org.dahlquist.dataset.ShardRow;
import org.dahlquist.image.BadImageException;
import org.dahlquist.image.ChannelSums;
import org.dahlquist.image.ImageConversion;

/** The rows of one shard, read and converted one by one; bad images are noted and passed over. Not thread-safe. */
final class ShardImages implements Iterator<ShardRow>, AutoCloseable {
    private final List<ImageEntry> entries;
    private final long firstId;
    private final ImageBytes files;
    private final ImageConversion conversion;
    private final ChannelSums sums;
    private final long[] counts;
    private final List<BadImage> bad = new ArrayList<>();
    private final SortedMap<String, Long> odd = new TreeMap<>();
    private long sourceBytes;
    private int rows;
    private int next;
    private ShardRow ready;

    ShardImages(Configuration hadoop, List<ImageEntry> entries, long firstId, ImageConversion conversion, int classes) {
        this.entries = entries;
        this.firstId = firstId;
        this.files = new ImageBytes(hadoop);
        this.conversion = conversion;
        this.sums = ChannelSums.empty(conversion.format().shape());
        this.counts = new long[classes];
    }

    @Override
    public boolean hasNext() {
        while (ready == null && next < entries.size()) {
            ready = row(next++);
        }
        return ready != null;
    }

    @Override
    public ShardRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the shard has no more images");
        }
        ShardRow row = ready;
        ready = null;
        rows++;
        return row;
    }

    @Override
    public void close() throws IOException {
        files.close();
        conversion.close();
    }

    /** Name of what decodes and encodes. */
    String codec() {
        return conversion.codec();
    }

    /** Images handed out. */
    int rows() {
        return rows;
    }

    /** Bytes of the images read. */
    long sourceBytes() {
        return sourceBytes;
    }

    /** Images of each class. */
    long[] counts() {
        return counts;
    }

    /** Sums over the pixels of the images handed out. */
    ChannelSums sums() {
        return sums;
    }

    /** Images passed over. */
    List<BadImage> bad() {
        return bad;
    }

    /** Images handed out although something about them is wrong. */
    SortedMap<String, Long> odd() {
        return odd;
    }

    /** The row of one image, or null if it is bad. */
    private ShardRow row(int place) {
        ImageEntry entry = entries.get(place);
        if (entry.fault() != ImageFault.NONE) {
            return refuse(entry, entry.fault().key(), "found when the dataset was listed");
        }
        if (entry.length() > ImageBytes.LONGEST) {
            String message = String.format(
                    Locale.ROOT, "%,d bytes are more than the %,d of an image", entry.length(), ImageBytes.LONGEST);
            return refuse(entry, key(BadImageException.Reason.TOO_LARGE), message);
        }
        try {
            byte[] file = files.read(entry);
            sourceBytes += file.length;
            ShardRow row =
                    new ShardRow(firstId + place, entry.label(), entry.presence(), conversion.convert(file, sums));
            count(entry, file);
            return row;
        } catch (FileNotFoundException absent) {
            return refuse(entry, ImageFault.MISSING.key(), "the file is not there");
        } catch (BadImageException e) {
            return refuse(entry, key(e.reason()), e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + entry.file() + " (image " + entry.name() + ")", e);
        }
    }

    private void count(ImageEntry entry, byte[] file) {
        if (entry.label() >= 0) {
            counts[entry.label()]++;
        }
        for (int label = 0; label < entry.presence().length; label++) {
            counts[label] += entry.presence()[label] == 1 ? 1 : 0;
        }
        if (conversion.contradicts(entry.name(), file)) {
            odd.merge("wrong-extension", 1L, Long::sum);
        }
    }

    private static String key(BadImageException.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private ShardRow refuse(ImageEntry entry, String cause, String message) {
        bad.add(BadImage.of(entry, cause, message));
        return null;
    }
}
