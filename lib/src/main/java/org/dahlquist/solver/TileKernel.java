package org.dahlquist.solver;

/**
 * The three sweeps of an iteration of conjugate gradients over a tile of 16 columns.
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

    /** x += step p, r -= step q; returns r · r of each column. */
    double[] advance(float[] step, float[] p, float[] q, float[] x, float[] r);

    /** p = r + momentum p. */
    void turn(float[] momentum, float[] r, float[] p);

    /** Name in the log. */
    String label();
}
