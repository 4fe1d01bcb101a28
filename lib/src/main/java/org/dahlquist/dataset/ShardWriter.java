package org.dahlquist.dataset;

import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * Writes image shards: Arrow IPC files with the columns {@code id: int64, label: int32, image: FixedSizeBinary(C·H·W)}.
 *
 * <p>A raw image is unsigned bytes in CHW order. With {@code encoding = jpeg} the column is {@code image: Binary}; images
 * of several classes have a column {@code labels: FixedSizeBinary(classes)} before it. The bytes of a shard depend on its
 * rows alone.
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
                checkSize(file, shape, sample.id(), sample.image());
                ids.setSafe(row, sample.id());
                labels.setSafe(row, sample.label());
                images.setSafe(row, sample.image());
            }
        });
    }

    /**
     * Writes one shard row by row, under a temporary name until it is whole; a file of that name is replaced.
     *
     * <p>Memory: one record batch, {@link ShardFormat} says of how many rows.
     *
     * @param hadoop finds the file system
     * @param file where to write
     * @param format what the rows look like
     * @param rows rows in the order of the file; read as the file grows
     * @return length and digest of the file
     * @throws DahlquistException (DATA) if a raw image has another size or the file cannot be written
     */
    public static FileDigest write(Configuration hadoop, Path file, ShardFormat format, Iterator<ShardRow> rows) {
        return ArrowFiles.write(hadoop, file, ShardColumns.images(format), (root, first) -> {
            int count = 0;
            while (count < format.batchRows() && rows.hasNext()) {
                put(file, format, root, count++, rows.next());
            }
            return count;
        });
    }

    private static void put(Path file, ShardFormat format, VectorSchemaRoot root, int row, ShardRow content) {
        ((BigIntVector) root.getVector(ShardColumns.ID)).setSafe(row, content.id());
        ((IntVector) root.getVector(ShardColumns.LABEL)).setSafe(row, content.label());
        if (format.presenceSize() > 0) {
            ((FixedSizeBinaryVector) root.getVector(ShardColumns.LABELS)).setSafe(row, content.presence());
        }
        if (format.encoding() == Manifest.Encoding.RAW) {
            checkSize(file, format.shape(), content.id(), content.image());
            ((FixedSizeBinaryVector) root.getVector(ShardColumns.IMAGE)).setSafe(row, content.image());
        } else {
            ((VarBinaryVector) root.getVector(ShardColumns.IMAGE)).setSafe(row, content.image());
        }
    }

    private static void checkSize(Path file, ImageShape shape, long id, byte[] image) {
        if (image.length != shape.size()) {
            throw DahlquistException.data(
                    "%s holds images of %d bytes, but sample %d has %d; prepare the dataset with one image shape",
                    file, shape.size(), id, image.length);
        }
    }
}
