package org.dahlquist.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.graph.WnllSystem;
import org.dahlquist.solver.CompressedRows;
import org.dahlquist.solver.ConjugateGradient;
import org.dahlquist.solver.Solution;

/** Solves the columns of one system in tiles, one Spark task each; a column's solution doesn't depend on its tile. */
final class ColumnTiles {
    private static final int WIDEST = 16;

    private ColumnTiles() {}

    private record Shared(CompressedRows matrix, CompressedRows rightHandSide) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private record Tile(int from, int to, Solution solution) implements Serializable {
        private static final long serialVersionUID = 1L;

        Tile solved(Shared system, ConjugateGradient solver) {
            double[] rightHandSide = system.rightHandSide().denseColumns(from, to);
            return new Tile(from, to, solver.solve(system.matrix(), rightHandSide, to - from, from));
        }
    }

    static Solution solve(JavaSparkContext context, WnllSystem system, int classes, ConjugateGradient solver) {
        int parallelism = context.defaultParallelism();
        int width = Math.min(WIDEST, Math.max(1, (classes + parallelism - 1) / parallelism));
        List<Tile> tiles = new ArrayList<>();
        for (int from = 0; from < classes; from += width) {
            tiles.add(new Tile(from, Math.min(classes, from + width), null));
        }
        Broadcast<Shared> shared = context.broadcast(new Shared(system.matrix(), system.rightHandSide()));
        List<Tile> solved = SparkFailures.unwrap(() -> context.parallelize(tiles, tiles.size())
                .map(tile -> tile.solved(shared.value(), solver))
                .collect());
        shared.destroy();
        return merge(solved, system.matrix().rows(), classes);
    }

    private static Solution merge(List<Tile> tiles, int rows, int classes) {
        double[] values = new double[Math.multiplyExact(rows, classes)];
        int[] iterations = new int[classes];
        double[] residuals = new double[classes];
        for (Tile tile : tiles) {
            int width = tile.to() - tile.from();
            System.arraycopy(tile.solution().iterations(), 0, iterations, tile.from(), width);
            System.arraycopy(tile.solution().relativeResiduals(), 0, residuals, tile.from(), width);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(tile.solution().values(), row * width, values, row * classes + tile.from(), width);
            }
        }
        return new Solution(values, iterations, residuals);
    }
}
