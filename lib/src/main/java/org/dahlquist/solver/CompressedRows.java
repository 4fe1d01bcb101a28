package org.dahlquist.solver;

import java.io.Serializable;
import java.util.Arrays;
import org.dahlquist.DahlquistException;

/**
 * A sparse matrix in compressed rows (CSR): row i holds the entries {@code offsets[i]} to {@code offsets[i + 1]}.
 *
 * <p>At most 2^31 - 1 entries, 12 bytes each. Immutable by convention: the arrays are shared, not copied.
 *
 * @param rows number of rows
 * @param width number of columns
 * @param offsets first entry of each row, {@code int[rows + 1]}
 * @param columns column of each entry, ascending within a row, {@code int[entries]}
 * @param values value of each entry, {@code double[entries]}
 */
public record CompressedRows(int rows, int width, int[] offsets, int[] columns, double[] values)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Checks that the arrays agree. */
    public CompressedRows {
        if (offsets.length != rows + 1 || columns.length != values.length || offsets[rows] != values.length) {
            throw DahlquistException.data(
                    "%d offsets ending at %d, %d columns and %d values do not describe a matrix of %d rows",
                    offsets.length, offsets[offsets.length - 1], columns.length, values.length, rows);
        }
    }

    /** Number of stored entries. */
    public int entries() {
        return values.length;
    }

    /**
     * Product with several vectors at once: y = M x, summed in the order of the entries.
     *
     * @param x {@code double[width * vectors]}, row-major: all vectors' first components first
     * @param y {@code double[rows * vectors]}, row-major; overwritten
     * @param vectors number of vectors
     */
    public void multiply(double[] x, double[] y, int vectors) {
        double[] sum = new double[vectors];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(sum, 0);
            for (int entry = offsets[row]; entry < offsets[row + 1]; entry++) {
                int from = columns[entry] * vectors;
                double value = values[entry];
                for (int vector = 0; vector < vectors; vector++) {
                    sum[vector] += value * x[from + vector];
                }
            }
            System.arraycopy(sum, 0, y, row * vectors, vectors);
        }
    }

    /**
     * Columns {@code from} to {@code to} (exclusive) as a dense matrix.
     *
     * @return {@code double[rows * (to - from)]}, row-major
     */
    public double[] denseColumns(int from, int to) {
        int count = to - from;
        double[] dense = new double[Math.multiplyExact(rows, count)];
        for (int row = 0; row < rows; row++) {
            for (int entry = offsets[row]; entry < offsets[row + 1]; entry++) {
                if (columns[entry] >= from && columns[entry] < to) {
                    dense[row * count + columns[entry] - from] = values[entry];
                }
            }
        }
        return dense;
    }

    /** The entry of a row and column; 0 where none is stored. */
    public double at(int row, int column) {
        int entry = Arrays.binarySearch(columns, offsets[row], offsets[row + 1], column);
        return entry >= 0 ? values[entry] : 0;
    }

    /** The main diagonal, {@code double[rows]}; 0 where no entry is stored. */
    public double[] diagonal() {
        double[] diagonal = new double[rows];
        Arrays.setAll(diagonal, row -> at(row, row));
        return diagonal;
    }

    /**
     * Some rows, with their columns renumbered.
     *
     * @param chosen rows to take, in their new order
     * @param renumbered new number of each column, ascending with the old, -1 to leave its entries out
     * @param newWidth number of columns of the result
     */
    public CompressedRows select(int[] chosen, int[] renumbered, int newWidth) {
        int[] starts = new int[chosen.length + 1];
        for (int row = 0; row < chosen.length; row++) {
            int kept = 0;
            for (int entry = offsets[chosen[row]]; entry < offsets[chosen[row] + 1]; entry++) {
                kept += renumbered[columns[entry]] >= 0 ? 1 : 0;
            }
            starts[row + 1] = starts[row] + kept;
        }
        int[] places = new int[starts[chosen.length]];
        double[] kept = new double[places.length];
        int next = 0;
        for (int row : chosen) {
            for (int entry = offsets[row]; entry < offsets[row + 1]; entry++) {
                if (renumbered[columns[entry]] >= 0) {
                    places[next] = renumbered[columns[entry]];
                    kept[next++] = values[entry];
                }
            }
        }
        return new CompressedRows(chosen.length, newWidth, starts, places, kept);
    }

    /** Bytes of the arrays. */
    public long bytes() {
        return 4L * offsets.length + 12L * values.length;
    }
}
