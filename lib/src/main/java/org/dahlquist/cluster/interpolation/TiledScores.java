package org.dahlquist.cluster.interpolation;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.solver.ConjugateGradient;

/**
 * The solution of a system, read from the files of its tiles.
 *
 * @param folder where the tiles are
 * @param digest of the system they solve
 * @param rows rows of the system
 * @param classes columns of the solution
 */
record TiledScores(String folder, byte[] digest, int rows, int classes) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Number of tiles; none for a system without rows. */
    int tiles() {
        return rows == 0 ? 0 : (classes + ConjugateGradient.TILE - 1) / ConjugateGradient.TILE;
    }

    private TileFile file(Configuration hadoop, int tile) {
        return new TileFile(hadoop, new Path(folder), tile);
    }

    private int width(int tile) {
        return Math.min(classes - tile * ConjugateGradient.TILE, ConjugateGradient.TILE);
    }

    /** All scores of some rows, {@code float[(to - from) * classes]}, row-major. */
    float[] read(Configuration hadoop, int from, int to) {
        float[] scores = new float[Math.multiplyExact(to - from, classes)];
        for (int tile = 0; tile < tiles() && to > from; tile++) {
            int width = width(tile);
            float[] part = file(hadoop, tile).rows(from, to, width);
            for (int row = 0; row < to - from; row++) {
                System.arraycopy(part, row * width, scores, row * classes + tile * ConjugateGradient.TILE, width);
            }
        }
        return scores;
    }

    /** Iterations of each class. */
    int[] iterations(Configuration hadoop) {
        int[] iterations = new int[classes];
        for (int tile = 0; tile < tiles(); tile++) {
            int[] part = header(hadoop, tile).iterations();
            System.arraycopy(part, 0, iterations, tile * ConjugateGradient.TILE, part.length);
        }
        return iterations;
    }

    /** ‖b - A x‖ / ‖b‖ of each class. */
    double[] relativeResiduals(Configuration hadoop) {
        double[] residuals = new double[classes];
        for (int tile = 0; tile < tiles(); tile++) {
            double[] part = header(hadoop, tile).relativeResiduals();
            System.arraycopy(part, 0, residuals, tile * ConjugateGradient.TILE, part.length);
        }
        return residuals;
    }

    private TileFile.Header header(Configuration hadoop, int tile) {
        return file(hadoop, tile)
                .header(digest)
                .orElseThrow(
                        () -> DahlquistException.data("%s lacks tile %d; start again with --overwrite", folder, tile));
    }
}
