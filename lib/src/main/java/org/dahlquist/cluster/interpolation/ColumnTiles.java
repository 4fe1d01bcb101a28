package org.dahlquist.cluster.interpolation;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.cluster.ExecutorCache;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.graph.SplitSystem;
import org.dahlquist.solver.CompressedRows;
import org.dahlquist.solver.ConjugateGradient;
import org.dahlquist.solver.ScaledMatrix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Solves the columns of one system in tiles of 16, one Spark task each, which exchange nothing.
 *
 * <p>The matrix is broadcast once. A tile is a pure function of the system and its number, and is kept as a file: a
 * repeated task writes the same bytes, and a job that starts again goes on with the tiles that are missing.
 */
final class ColumnTiles {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnTiles.class);
    private static final ExecutorCache<ScaledMatrix> SCALED = new ExecutorCache<>(1);

    private ColumnTiles() {}

    /** What every task needs. */
    private record Shared(
            String owner,
            CompressedRows matrix,
            CompressedRows rightHandSide,
            int[] components,
            ConjugateGradient solver,
            byte[] digest,
            String folder)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        int solve(int tile, Configuration hadoop) {
            ScaledMatrix scaled = SCALED.shared(owner, () -> ScaledMatrix.of(matrix, components));
            int from = tile * ConjugateGradient.TILE;
            int to = Math.min(rightHandSide.width(), from + ConjugateGradient.TILE);
            double[] columns = rightHandSide.denseColumns(from, to);
            new TileFile(hadoop, new Path(folder), tile)
                    .write(digest, solver.solveTile(scaled, columns, to - from, from));
            return tile;
        }
    }

    /** Solves what is left of a system, and leaves the tiles in a folder. */
    static TiledScores solve(JavaSparkContext context, SplitSystem split, ConjugateGradient solver, Path folder) {
        Configuration hadoop = context.hadoopConfiguration();
        int classes = split.rightHandSide().width();
        byte[] digest = SystemDigest.of(split, solver);
        TiledScores scores =
                new TiledScores(folder.toString(), digest, split.matrix().rows(), classes);
        List<Integer> missing = IntStream.range(0, scores.tiles())
                .filter(tile ->
                        new TileFile(hadoop, folder, tile).header(digest).isEmpty())
                .boxed()
                .toList();
        if (missing.size() < scores.tiles()) {
            LOG.info("wnll  {} of {} tiles are there from before", scores.tiles() - missing.size(), scores.tiles());
        }
        if (!missing.isEmpty()) {
            Broadcast<Shared> shared = context.broadcast(new Shared(
                    UUID.randomUUID().toString(),
                    split.matrix(),
                    split.rightHandSide(),
                    split.components(),
                    solver,
                    digest,
                    folder.toString()));
            Broadcast<HadoopSettings> configuration = context.broadcast(new HadoopSettings(hadoop));
            SparkFailures.unwrap(() -> context.parallelize(missing, missing.size())
                    .map(tile ->
                            shared.value().solve(tile, configuration.value().value()))
                    .count());
            shared.destroy();
            configuration.destroy();
        }
        return scores;
    }
}
