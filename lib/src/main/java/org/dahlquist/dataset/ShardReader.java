package org.dahlquist.dataset;

import java.util.function.Consumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/** Reads the image shards that {@link ShardWriter} writes. */
public final class ShardReader {
    private ShardReader() {}

    /**
     * Hands every sample of a shard to {@code target}, in the order of the file.
     *
     * @param hadoop finds the file system
     * @param file the shard
     * @param shape shape the images must have
     * @param target receives each sample, whose image it then owns
     * @throws DahlquistException (DATA) if the file is missing, damaged or has other columns
     */
    public static void read(Configuration hadoop, Path file, ImageShape shape, Consumer<Sample> target) {
        ArrowFiles.read(hadoop, file, ShardColumns.images(shape), (root, first, rows) -> {
            BigIntVector ids = (BigIntVector) root.getVector(ShardColumns.ID);
            IntVector labels = (IntVector) root.getVector(ShardColumns.LABEL);
            FixedSizeBinaryVector images = (FixedSizeBinaryVector) root.getVector(ShardColumns.IMAGE);
            for (int row = 0; row < rows; row++) {
                target.accept(new Sample(ids.get(row), labels.get(row), images.get(row)));
            }
        });
    }

    /**
     * Hands every row of a shard of any format to {@code target}, in the order of the file.
     *
     * @param hadoop finds the file system
     * @param file the shard
     * @param format format the rows must have
     * @param target receives each row, which it then owns
     * @throws DahlquistException (DATA) if the file is missing, damaged or has other columns
     */
    public static void read(Configuration hadoop, Path file, ShardFormat format, Consumer<ShardRow> target) {
        ArrowFiles.read(hadoop, file, ShardColumns.images(format), (root, first, rows) -> {
            for (int row = 0; row < rows; row++) {
                target.accept(row(root, row));
            }
        });
    }

    /** One row of a record batch. */
    static ShardRow row(VectorSchemaRoot root, int row) {
        FieldVector presence = root.getVector(ShardColumns.LABELS);
        return new ShardRow(
                ((BigIntVector) root.getVector(ShardColumns.ID)).get(row),
                ((IntVector) root.getVector(ShardColumns.LABEL)).get(row),
                presence == null ? new byte[0] : (byte[]) presence.getObject(row),
                (byte[]) root.getVector(ShardColumns.IMAGE).getObject(row));
    }
}
