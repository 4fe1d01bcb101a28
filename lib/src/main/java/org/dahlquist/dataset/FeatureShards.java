package org.dahlquist.dataset;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * Feature vectors in Arrow IPC files: {@code id: int64, label: int32, features: FixedSizeList<float32>[d]}.
 *
 * <p>A folder of such files is one matrix. Reading holds it in memory: 4·d + 12 bytes per sample, twice while sorting.
 */
public final class FeatureShards {
    private FeatureShards() {}

    /**
     * Writes one file, under a temporary name until it is whole.
     *
     * @param hadoop finds the file system
     * @param file where to write; its name should end in {@code .arrow}
     * @param features rows in the order of the file
     * @throws DahlquistException (DATA) if the file cannot be written
     */
    public static void write(Configuration hadoop, Path file, Features features) {
        int dimension = features.dimension();
        ArrowFiles.write(hadoop, file, ShardColumns.features(dimension), features.size(), (root, first, rows) -> {
            BigIntVector ids = (BigIntVector) root.getVector(ShardColumns.ID);
            IntVector labels = (IntVector) root.getVector(ShardColumns.LABEL);
            for (int row = 0; row < rows; row++) {
                ids.setSafe(row, features.ids()[first + row]);
                labels.setSafe(row, features.labels()[first + row]);
            }
            FixedSizeLists.fillFloats(root, ShardColumns.FEATURES, features.values(), first, rows);
        });
    }

    /**
     * Reads a file, or all {@code .arrow} files of a folder, into one matrix sorted by id.
     *
     * @param hadoop finds the file system
     * @param fileOrFolder a feature shard or a folder of them with one dimension
     * @return features in ascending order of id
     * @throws DahlquistException (DATA) if nothing is there, a file is damaged, or two samples have the same id
     */
    public static Features read(Configuration hadoop, Path fileOrFolder) {
        List<Path> files = ArrowFiles.list(hadoop, fileOrFolder);
        int dimension =
                FixedSizeLists.size(ArrowFiles.schema(hadoop, files.get(0)), files.get(0), ShardColumns.FEATURES);
        List<Features> batches = new ArrayList<>();
        for (Path file : files) {
            ArrowFiles.read(
                    hadoop,
                    file,
                    ShardColumns.features(dimension),
                    (root, first, rows) -> batches.add(batch(root, rows, dimension)));
        }
        return sorted(fileOrFolder, batches, dimension);
    }

    /**
     * The feature shards of a folder, by name.
     *
     * @param hadoop finds the file system
     * @param folder a folder of feature shards
     * @throws DahlquistException (DATA) if there is none
     */
    public static List<Path> files(Configuration hadoop, Path folder) {
        return ArrowFiles.list(hadoop, folder);
    }

    /**
     * Describes one file, for {@link #read(Configuration, FeatureFile, int, int)}.
     *
     * @param hadoop finds the file system
     * @param file a feature shard
     * @param visitor sees every batch of its rows, in order
     * @throws DahlquistException (DATA) if the file is damaged or empty
     */
    public static FeatureFile describe(Configuration hadoop, Path file, Consumer<Features> visitor) {
        int[] dimension = new int[1];
        UnaryOperator<Schema> expected = found -> {
            dimension[0] = FixedSizeLists.size(found, file, ShardColumns.FEATURES);
            return ShardColumns.features(dimension[0]);
        };
        List<Integer> batchRows = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        ArrowFiles.read(hadoop, file, expected, (root, first, rows) -> {
            Features batch = batch(root, rows, dimension[0]);
            visitor.accept(batch);
            batchRows.add(rows);
            if (rows > 0) {
                ends.add(batch.ids()[0]);
                ends.add(batch.ids()[rows - 1]);
            }
        });
        if (ends.isEmpty()) {
            throw DahlquistException.data("%s has no rows; delete it, or run the stage that writes it again", file);
        }
        return new FeatureFile(
                file.toString(),
                dimension[0],
                batchRows.stream().mapToInt(Integer::intValue).toArray(),
                ends.get(0),
                ends.get(ends.size() - 1),
                FileDigest.of(hadoop, file));
    }

    /**
     * Reads some rows of one file in their order there, and of the file only the batches which hold them.
     *
     * @param hadoop finds the file system
     * @param file as {@link #describe} found it
     * @param from first row
     * @param rows number of rows
     * @throws DahlquistException (DATA) if the file is damaged or has changed
     */
    public static Features read(Configuration hadoop, FeatureFile file, int from, int rows) {
        int dimension = file.dimension();
        Features found = new Features(new long[rows], new int[rows], new float[rows * dimension], dimension);
        int batch = file.batchOf(from);
        int start = from - file.firstRow(batch);
        int[] copied = new int[1];
        Path path = new Path(file.path());
        ArrowFiles.read(
                hadoop,
                path,
                ShardColumns.features(dimension),
                batch,
                file.batchOf(from + rows - 1) + 1,
                (root, first, count) -> {
                    int skipped = Math.max(0, start - first);
                    int taken = Math.min(count - skipped, rows - copied[0]);
                    copy(root, skipped, taken, found, copied[0]);
                    copied[0] += taken;
                });
        if (copied[0] != rows) {
            throw DahlquistException.data(
                    "%s had %d rows a moment ago and has fewer now; leave the features alone while a job reads them",
                    path, file.rows());
        }
        return found;
    }

    private static Features batch(VectorSchemaRoot root, int rows, int dimension) {
        Features batch = new Features(new long[rows], new int[rows], new float[rows * dimension], dimension);
        copy(root, 0, rows, batch, 0);
        return batch;
    }

    /** Copies rows of a record batch to the rows from {@code at} on. */
    private static void copy(VectorSchemaRoot root, int first, int rows, Features target, int at) {
        BigIntVector ids = (BigIntVector) root.getVector(ShardColumns.ID);
        IntVector labels = (IntVector) root.getVector(ShardColumns.LABEL);
        FixedSizeListVector lists = (FixedSizeListVector) root.getVector(ShardColumns.FEATURES);
        Float4Vector elements = (Float4Vector) lists.getDataVector();
        for (int row = 0; row < rows; row++) {
            target.ids()[at + row] = ids.get(first + row);
            target.labels()[at + row] = labels.get(first + row);
        }
        int dimension = target.dimension();
        long bytes = (long) Float.BYTES * dimension;
        elements.getDataBuffer()
                .nioBuffer(first * bytes, Math.toIntExact(rows * bytes))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(target.values(), at * dimension, rows * dimension);
    }

    private static Features sorted(Path source, List<Features> batches, int dimension) {
        long[][] ids = batches.stream().map(Features::ids).toArray(long[][]::new);
        IdOrder order = IdOrder.of(ids, source);
        int n = order.size();
        FixedSizeLists.checkLength(source, n, dimension);
        Features all = new Features(order.ids(), new int[n], new float[n * dimension], dimension);
        for (int rank = 0; rank < n; rank++) {
            Features batch = batches.get(order.batch(rank));
            all.labels()[rank] = batch.labels()[order.row(rank)];
            System.arraycopy(batch.values(), order.row(rank) * dimension, all.values(), rank * dimension, dimension);
        }
        return all;
    }
}
