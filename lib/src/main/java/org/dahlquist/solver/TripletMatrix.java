package org.dahlquist.solver;

import java.util.Arrays;

/**
 * A sparse matrix under assembly: entries are added in any order, those at the same place are summed in the order of
 * their addition. Memory: 16 bytes per added entry. Not thread-safe.
 */
public final class TripletMatrix {
    private int[] rows = new int[1024];
    private int[] columns = new int[1024];
    private double[] values = new double[1024];
    private int size;

    /** Adds {@code value} to the entry at {@code (row, column)}. */
    public void add(int row, int column, double value) {
        if (size == rows.length) {
            int capacity = Math.multiplyExact(size, 2);
            rows = Arrays.copyOf(rows, capacity);
            columns = Arrays.copyOf(columns, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        rows[size] = row;
        columns[size] = column;
        values[size++] = value;
    }

    /** The sums in compressed rows; rows and columns must be below the given extents. */
    public CompressedRows compress(int rowCount, int width) {
        int[] starts = new int[rowCount + 1];
        for (int entry = 0; entry < size; entry++) {
            starts[rows[entry] + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        long[] keys = sortedKeys(starts);
        int[] offsets = new int[rowCount + 1];
        int[] mergedColumns = new int[size];
        double[] mergedValues = new double[size];
        int merged = 0;
        for (int row = 0; row < rowCount; row++) {
            for (int position = starts[row]; position < starts[row + 1]; position++) {
                int column = (int) (keys[position] >>> 32);
                if (merged == offsets[row] || mergedColumns[merged - 1] != column) {
                    mergedColumns[merged++] = column;
                }
                mergedValues[merged - 1] += values[(int) keys[position]];
            }
            offsets[row + 1] = merged;
        }
        return new CompressedRows(
                rowCount, width, offsets, Arrays.copyOf(mergedColumns, merged), Arrays.copyOf(mergedValues, merged));
    }

    /** Column and number of each entry, by row, then column, then number. */
    private long[] sortedKeys(int[] starts) {
        int[] next = starts.clone();
        long[] keys = new long[size];
        for (int entry = 0; entry < size; entry++) {
            keys[next[rows[entry]]++] = (long) columns[entry] << 32 | entry;
        }
        for (int row = 0; row + 1 < starts.length; row++) {
            Arrays.sort(keys, starts[row], starts[row + 1]);
        }
        return keys;
    }
}
