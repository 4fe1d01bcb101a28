package org.dahlquist.dataset;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * Nearest neighbours in Arrow IPC files: {@code id: int64, neighbours: FixedSizeList<int64>[k], distances:
 * FixedSizeList<float32>[k]}.
 *
 * <p>A folder of such files is one graph. Reading holds it in memory: 12·k + 8 bytes per point, twice while sorting.
 */
public final class NeighbourShards {
    private NeighbourShards() {}

    /**
     * Writes one file, under a temporary name until it is whole.
     *
     * @param hadoop finds the file system
     * @param file where to write; its name should end in {@code .arrow}
     * @param neighbours rows in the order of the file
     * @throws DahlquistException (DATA) if the file cannot be written
     */
    public static void write(Configuration hadoop, Path file, Neighbours neighbours) {
        ArrowFiles.write(
                hadoop, file, ShardColumns.neighbours(neighbours.k()), neighbours.size(), (root, first, rows) -> {
                    BigIntVector ids = (BigIntVector) root.getVector(ShardColumns.ID);
                    for (int row = 0; row < rows; row++) {
                        ids.setSafe(row, neighbours.ids()[first + row]);
                    }
                    FixedSizeLists.fillLongs(root, ShardColumns.NEIGHBOURS, neighbours.neighbours(), first, rows);
                    FixedSizeLists.fillFloats(root, ShardColumns.DISTANCES, neighbours.distances(), first, rows);
                });
    }

    /**
     * Reads a file, or all {@code .arrow} files of a folder, into one table sorted by id.
     *
     * @param hadoop finds the file system
     * @param fileOrFolder a neighbour shard or a folder of them with one k
     * @return neighbours in ascending order of the points' ids
     * @throws DahlquistException (DATA) if nothing is there, a file is damaged, or two points have the same id
     */
    public static Neighbours read(Configuration hadoop, Path fileOrFolder) {
        List<Path> files = ArrowFiles.list(hadoop, fileOrFolder);
        int k = FixedSizeLists.size(ArrowFiles.schema(hadoop, files.get(0)), files.get(0), ShardColumns.NEIGHBOURS);
        List<Neighbours> batches = new ArrayList<>();
        for (Path file : files) {
            ArrowFiles.read(
                    hadoop, file, ShardColumns.neighbours(k), (root, first, rows) -> batches.add(batch(root, rows, k)));
        }
        return sorted(fileOrFolder, batches, k);
    }

    private static Neighbours batch(VectorSchemaRoot root, int rows, int k) {
        BigIntVector ids = (BigIntVector) root.getVector(ShardColumns.ID);
        FixedSizeListVector neighbours = (FixedSizeListVector) root.getVector(ShardColumns.NEIGHBOURS);
        FixedSizeListVector distances = (FixedSizeListVector) root.getVector(ShardColumns.DISTANCES);
        BigIntVector neighbourElements = (BigIntVector) neighbours.getDataVector();
        Float4Vector distanceElements = (Float4Vector) distances.getDataVector();
        Neighbours batch = new Neighbours(new long[rows], new long[rows * k], new float[rows * k], k);
        for (int row = 0; row < rows; row++) {
            batch.ids()[row] = ids.get(row);
        }
        for (int i = 0; i < rows * k; i++) {
            batch.neighbours()[i] = neighbourElements.get(i);
            batch.distances()[i] = distanceElements.get(i);
        }
        return batch;
    }

    private static Neighbours sorted(Path source, List<Neighbours> batches, int k) {
        long[][] ids = batches.stream().map(Neighbours::ids).toArray(long[][]::new);
        IdOrder order = IdOrder.of(ids, source);
        int n = order.size();
        FixedSizeLists.checkLength(source, n, k);
        Neighbours all = new Neighbours(order.ids(), new long[n * k], new float[n * k], k);
        for (int rank = 0; rank < n; rank++) {
            Neighbours batch = batches.get(order.batch(rank));
            int from = order.row(rank) * k;
            System.arraycopy(batch.neighbours(), from, all.neighbours(), rank * k, k);
            System.arraycopy(batch.distances(), from, all.distances(), rank * k, k);
        }
        return all;
    }
}
