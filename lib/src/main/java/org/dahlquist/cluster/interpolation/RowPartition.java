package org.dahlquist.cluster.interpolation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dahlquist.solver.CompressedRows;

/** Cuts a matrix, scaled to a unit diagonal, into blocks of as many consecutive rows each. */
final class RowPartition {
    private RowPartition() {}

    static List<RowBlock> of(CompressedRows matrix, double[] scale, int count) {
        int[] starts = IntStream.rangeClosed(0, count)
                .map(number -> (int) ((long) matrix.rows() * number / count))
                .toArray();
        int[][] halos = new int[count][];
        for (int number = 0; number < count; number++) {
            halos[number] = halo(matrix, starts[number], starts[number + 1]);
        }
        List<RowBlock> blocks = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int from = starts[number];
            int to = starts[number + 1];
            int[][] sends = new int[count][];
            for (int receiver = 0; receiver < count; receiver++) {
                sends[receiver] = Arrays.stream(halos[receiver])
                        .filter(row -> row >= from && row < to)
                        .map(row -> row - from)
                        .toArray();
            }
            CompressedRows rows = rows(matrix, scale, from, to, halos[number]);
            blocks.add(new RowBlock(number, from, to, rows, halos[number], sends));
        }
        return blocks;
    }

    private static int[] halo(CompressedRows matrix, int from, int to) {
        return Arrays.stream(matrix.columns(), matrix.offsets()[from], matrix.offsets()[to])
                .filter(column -> column < from || column >= to)
                .sorted()
                .distinct()
                .toArray();
    }

    private static CompressedRows rows(CompressedRows matrix, double[] scale, int from, int to, int[] halo) {
        int first = matrix.offsets()[from];
        int count = matrix.offsets()[to] - first;
        int[] offsets = new int[to - from + 1];
        int[] columns = new int[count];
        double[] values = new double[count];
        for (int row = from; row < to; row++) {
            offsets[row - from + 1] = matrix.offsets()[row + 1] - first;
            for (int entry = matrix.offsets()[row]; entry < matrix.offsets()[row + 1]; entry++) {
                int column = matrix.columns()[entry];
                boolean own = column >= from && column < to;
                columns[entry - first] = own ? column - from : to - from + Arrays.binarySearch(halo, column);
                values[entry - first] = matrix.values()[entry] * scale[row] * scale[column];
            }
        }
        return new CompressedRows(to - from, to - from + halo.length, offsets, columns, values);
    }
}
