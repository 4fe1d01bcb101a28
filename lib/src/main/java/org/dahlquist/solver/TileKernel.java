package org.dahlquist.solver;

/**
 * The sweeps of conjugate gradients over a tile of 16 columns.
 *
 * <p>Vectors are {@code float[rows * 16]}, row-major: a row is one cache line. Scalar products are summed in float32
 * over blocks of 256 rows and in float64 over the blocks. All implementations round alike, operation by operation, so
 * that it does not matter which one an executor runs. Thread-safe.
 */
interface TileKernel {
    /** Columns of a tile. */
    int WIDTH = 16;

    /** Rows whose products are summed in float32. */
    int BLOCK = 256;

    /** q = A p; returns p · q of each column. */
    double[] multiply(ScaledMatrix matrix, float[] p, float[] q);

    /** r -= step q; returns r · r of each column. */
    double[] reduce(float[] step, float[] q, float[] r);

    /** x += step p, then p = r + momentum p. */
    void turn(float[] step, float[] momentum, float[] r, float[] x, float[] p);

    /** r = b - A x in float64, {@code double[rows * 16]} each; returns r · r of each column. */
    double[] residual(CompressedRows matrix, double[] b, double[] x, double[] r);

    /** Name in the log. */
    String label();
}
