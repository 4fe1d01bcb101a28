package org.dahlquist.solver;

import java.util.Optional;
import org.dahlquist.SimdModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sweeps of conjugate gradients over a tile of 16 columns.
 *
 * <p>Vectors are {@code float[rows * 16]}, row-major: a row is one cache line. Scalar products are summed in float32
 * over blocks of 256 rows and in float64 over the blocks. All implementations round alike, operation by operation, so
 * that it does not matter which one an executor runs. Thread-safe.
 */
interface TileKernel {
    /** Chosen once for the JVM. */
    final class Fastest {
        private static final Logger LOG = LoggerFactory.getLogger(TileKernel.class);
        private static final TileKernel KERNEL = choose();

        private Fastest() {}

        private static TileKernel choose() {
            Optional<TileKernel> vector = SimdModule.instance(TileKernel.class, "org.dahlquist.solver.VectorKernel");
            if (vector.isPresent()) {
                LOG.info("solver kernel  vector");
                return vector.get();
            }
            LOG.info("solver kernel  scalar; Java's option {} makes it several times faster", SimdModule.OPTION);
            return new ScalarKernel();
        }
    }

    /** The fastest that this JVM has. */
    static TileKernel fastest() {
        return Fastest.KERNEL;
    }

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
}
