package org.dahlquist.solver;

import java.util.Arrays;

/** Plain loops, for a JVM without the module {@code jdk.incubator.vector}. */
final class ScalarKernel implements TileKernel {
    @Override
    public double[] multiply(ScaledMatrix matrix, float[] p, float[] q) {
        double[] dots = new double[WIDTH];
        float[] dot = new float[WIDTH];
        float[] even = new float[WIDTH];
        float[] odd = new float[WIDTH];
        for (int row = 0; row < matrix.rows(); row++) {
            row(matrix, row, p, even, odd);
            int at = row * WIDTH;
            for (int column = 0; column < WIDTH; column++) {
                q[at + column] = even[column] + odd[column];
                dot[column] = Math.fma(p[at + column], q[at + column], dot[column]);
            }
            addBlock(row, matrix.rows(), dot, dots);
        }
        return dots;
    }

    /** Sums the entries at even and at odd places of a row apart, as two registers do. */
    private static void row(ScaledMatrix matrix, int row, float[] p, float[] even, float[] odd) {
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        int first = matrix.offsets()[row];
        for (int entry = first; entry < matrix.offsets()[row + 1]; entry++) {
            int from = matrix.columns()[entry] * WIDTH;
            float value = matrix.values()[entry];
            float[] sum = ((entry - first) & 1) == 0 ? even : odd;
            for (int column = 0; column < WIDTH; column++) {
                sum[column] = Math.fma(value, p[from + column], sum[column]);
            }
        }
    }

    @Override
    public double[] reduce(float[] step, float[] q, float[] r) {
        double[] squares = new double[WIDTH];
        float[] square = new float[WIDTH];
        int rows = r.length / WIDTH;
        for (int row = 0, at = 0; row < rows; row++) {
            for (int column = 0; column < WIDTH; column++, at++) {
                r[at] = Math.fma(-step[column], q[at], r[at]);
                square[column] = Math.fma(r[at], r[at], square[column]);
            }
            addBlock(row, rows, square, squares);
        }
        return squares;
    }

    @Override
    public void turn(float[] step, float[] momentum, float[] r, float[] x, float[] p) {
        for (int at = 0; at < r.length; ) {
            for (int column = 0; column < WIDTH; column++, at++) {
                x[at] = Math.fma(step[column], p[at], x[at]);
                p[at] = Math.fma(momentum[column], p[at], r[at]);
            }
        }
    }

    @Override
    public double[] residual(CompressedRows matrix, double[] b, double[] x, double[] r) {
        double[] squares = new double[WIDTH];
        double[] left = new double[WIDTH];
        for (int row = 0; row < matrix.rows(); row++) {
            int at = row * WIDTH;
            System.arraycopy(b, at, left, 0, WIDTH);
            for (int entry = matrix.offsets()[row]; entry < matrix.offsets()[row + 1]; entry++) {
                int from = matrix.columns()[entry] * WIDTH;
                double back = -matrix.values()[entry];
                for (int column = 0; column < WIDTH; column++) {
                    left[column] = Math.fma(back, x[from + column], left[column]);
                }
            }
            for (int column = 0; column < WIDTH; column++) {
                r[at + column] = left[column];
                squares[column] = Math.fma(left[column], left[column], squares[column]);
            }
        }
        return squares;
    }

    /** After the last row of a block: adds the block's sums and starts the next one's. */
    private static void addBlock(int row, int rows, float[] block, double[] sums) {
        if ((row + 1) % BLOCK == 0 || row + 1 == rows) {
            for (int column = 0; column < WIDTH; column++) {
                sums[column] += block[column];
                block[column] = 0;
            }
        }
    }
}
