package org.dahlquist.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Collects images for an {@link ImageList} and writes a file whenever it has {@value #IMAGES_PER_FILE}, so that its memory,
 * about 2 MB, does not grow with them. Not thread-safe.
 */
public final class ImageListWriter implements Consumer<ImageEntry> {
    private static final int IMAGES_PER_FILE = 8192;

    private final Configuration hadoop;
    private final Path folder;
    private final String name;
    private final long seed;
    private final List<ShuffledEntry> waiting = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final long[] counts = new long[ImageList.RANGES];
    private long bytes;
    private ImageDigest digest = ImageDigest.NONE;

    /**
     * Starts a list.
     *
     * @param hadoop finds the file system
     * @param folder where its files go
     * @param name what their names begin with; no other list in the folder may have it
     * @param runSeed run seed; together with {@code split} it decides on the order
     * @param split the part
     */
    public ImageListWriter(Configuration hadoop, Path folder, String name, long runSeed, Split split) {
        this.hadoop = hadoop;
        this.folder = folder;
        this.name = name;
        this.seed = Seeds.mix(runSeed, "shuffle", split.ordinal());
    }

    @Override
    public void accept(ImageEntry entry) {
        ShuffledEntry shuffled = ShuffledEntry.of(seed, entry);
        counts[shuffled.range()]++;
        bytes += entry.length();
        digest = digest.with(entry);
        waiting.add(shuffled);
        if (waiting.size() == IMAGES_PER_FILE) {
            writeFile();
        }
    }

    /** The list of all images so far, which writes the rest of them; nothing may be added after that. */
    public ImageList finish() {
        if (!waiting.isEmpty()) {
            writeFile();
        }
        return new ImageList(files.toArray(String[]::new), counts, bytes, digest);
    }

    private void writeFile() {
        Path file = new Path(folder, String.format(Locale.ROOT, "%s-%05d.images", name, files.size()));
        Collections.sort(waiting);
        ImageListFile.write(hadoop, file, waiting);
        files.add(file.toString());
        waiting.clear();
    }
}
