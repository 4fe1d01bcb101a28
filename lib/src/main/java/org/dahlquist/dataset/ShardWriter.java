package org.dahlquist.dataset;

import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * Writes image shards: Arrow IPC files with the columns {@code id: int64, label: int32, image: FixedSizeBinary(C·H·W)}.
 *
 * <p>An image is unsigned bytes in CHW order. The bytes of a shard depend on its samples alone.
 */
public final class ShardWriter {
    private ShardWriter() {}

    /**
     * Writes one shard, under a temporary name until it is whole; a file of that name is replaced.
     *
     * @param hadoop finds the file system
     * @param file where to write
     * @param shape shape of every image
     * @param samples rows in the order of the file
     * @throws DahlquistException (DATA) if an image has another size or the file cannot be written
     */
    public static void write(Configuration hadoop, Path file, ImageShape shape, List<Sample> samples) {
        Iterator<Sample> next = samples.iterator();
        ArrowFiles.write(hadoop, file, ShardColumns.images(shape), samples.size(), (root, first, rows) -> {
            BigIntVector ids = (BigIntVector) root.getVector(ShardColumns.ID);
            IntVector labels = (IntVector) root.getVector(ShardColumns.LABEL);
            FixedSizeBinaryVector images = (FixedSizeBinaryVector) root.getVector(ShardColumns.IMAGE);
            for (int row = 0; row < rows; row++) {
                Sample sample = next.next();
                checkSize(file, shape, sample);
                ids.setSafe(row, sample.id());
                labels.setSafe(row, sample.label());
                images.setSafe(row, sample.image());
            }
        });
    }

    private static void checkSize(Path file, ImageShape shape, Sample sample) {
        if (sample.image().length != shape.size()) {
            throw DahlquistException.data(
                    "%s holds images of %d bytes, but sample %d has %d; prepare the dataset with one image shape",
                    file, shape.size(), sample.id(), sample.image().length);
        }
    }
}
