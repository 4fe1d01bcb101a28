package org.dahlquist.graph;

import java.util.Random;
import java.util.stream.LongStream;

/** What a kernel reaches on products alone, the ceiling of every join with it. */
public final class ProductCeiling {
    private static final int COLUMNS = 2048;
    private static final int REPEATS = 9;
    private static final double SECONDS = 0.05;

    private ProductCeiling() {}

    /**
     * Floating-point operations per second on one thread, the best of some repetitions on data in the caches.
     *
     * @param kernel the kernel
     * @param dimension features of a point
     */
    public static double flops(ProductKernel kernel, int dimension) {
        try (ProductTile tile = kernel.tile(dimension)) {
            int columns = Math.min(COLUMNS, tile.width());
            JoinSide left = new JoinSide(points(tile.height(), dimension), null);
            tile.load(new JoinSide(points(columns, dimension), null), 0, columns);
            double best = 0;
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                long start = System.nanoTime();
                double elapsed = 0;
                double operations = 0;
                while (elapsed < SECONDS) {
                    tile.multiply(left, 0, tile.height(), 0, columns);
                    operations += 2.0 * tile.height() * columns * dimension;
                    elapsed = (System.nanoTime() - start) * 1e-9;
                }
                best = Math.max(best, operations / elapsed);
            }
            return best;
        }
    }

    private static Points points(int count, int dimension) {
        Random random = new Random(1);
        float[] values = new float[count * dimension];
        for (int index = 0; index < values.length; index++) {
            values[index] = random.nextFloat();
        }
        return new Points(LongStream.range(0, count).toArray(), values, dimension);
    }
}
