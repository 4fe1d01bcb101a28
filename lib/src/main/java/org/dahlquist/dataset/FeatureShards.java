package org.dahlquist.dataset;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
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

    private static Features batch(VectorSchemaRoot root, int rows, int dimension) {
        BigIntVector ids = (BigIntVector) root.getVector(ShardColumns.ID);
        IntVector labels = (IntVector) root.getVector(ShardColumns.LABEL);
        FixedSizeListVector lists = (FixedSizeListVector) root.getVector(ShardColumns.FEATURES);
        Float4Vector elements = (Float4Vector) lists.getDataVector();
        Features batch = new Features(new long[rows], new int[rows], new float[rows * dimension], dimension);
        for (int row = 0; row < rows; row++) {
            batch.ids()[row] = ids.get(row);
            batch.labels()[row] = labels.get(row);
        }
        for (int i = 0; i < batch.values().length; i++) {
            batch.values()[i] = elements.get(i);
        }
        return batch;
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
