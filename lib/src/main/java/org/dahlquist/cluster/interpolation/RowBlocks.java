package org.dahlquist.cluster.interpolation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.graph.SplitSystem;
import org.dahlquist.solver.ChebyshevCoefficients;
import org.dahlquist.solver.CompressedRows;
import org.dahlquist.solver.ConjugateGradient;
import org.dahlquist.solver.ScaledMatrix;
import org.dahlquist.solver.Solution;
import org.dahlquist.solver.SpectrumBounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Solves a system whose matrix is too large for an executor: blocks of rows stay where they are and exchange the rows of
 * the direction that others need.
 *
 * <p>Chebyshev iterations need no scalar products, so that ten of them are one Spark job of ten shuffles. After each job
 * the true residual is computed, and the vectors are checkpointed on the file system, which ends their lineage. The
 * driver holds the matrix and the solution of 16 columns. Reference: {@link ChebyshevCoefficients}.
 */
final class RowBlocks {
    private static final Logger LOG = LoggerFactory.getLogger(RowBlocks.class);
    private static final long BYTES_PER_BLOCK = 64L << 20;
    private static final int FEWEST = 4;
    private static final int ITERATIONS_PER_JOB = 10;

    private final JavaSparkContext context;
    private final SplitSystem split;
    private final ScaledMatrix scaled;
    private final double[] scale;
    private final List<RowBlock> blocks;

    RowBlocks(JavaSparkContext context, SplitSystem split) {
        this.context = context;
        this.split = split;
        this.scaled = split.scaled();
        this.scale = Arrays.stream(split.matrix().diagonal())
                .map(a -> 1 / Math.sqrt(a))
                .toArray();
        this.blocks = RowPartition.of(split.matrix(), scale, count());
    }

    private int count() {
        long wanted = Math.max(FEWEST, split.matrix().bytes() / BYTES_PER_BLOCK);
        return (int) Math.max(1, Math.min(wanted, split.matrix().rows()));
    }

    /** Bytes that all blocks exchange in an iteration over all columns. */
    long haloBytes() {
        long rows = blocks.stream().mapToLong(block -> block.halo().length).sum();
        return 8 * rows * split.rightHandSide().width();
    }

    /** Solves the system and leaves the tiles in a folder. */
    TiledScores solve(ConjugateGradient solver, Path folder) {
        Configuration hadoop = context.hadoopConfiguration();
        byte[] digest = SystemDigest.of(split, solver);
        TiledScores scores = new TiledScores(
                folder.toString(),
                digest,
                split.matrix().rows(),
                split.rightHandSide().width());
        if (scores.tiles() == 0) {
            return scores;
        }
        context.setCheckpointDir(new Path(folder, "checkpoints").toString());
        SpectrumBounds bounds = SpectrumBounds.of(scaled);
        LOG.info(
                "wnll  {} row blocks, {} bytes exchanged in an iteration, spectrum in [{}, {}]",
                blocks.size(),
                haloBytes(),
                bounds.lower(),
                bounds.upper());
        JavaPairRDD<Integer, RowBlock> shared = context.parallelizePairs(pairs(blocks), blocks.size())
                .partitionBy(new HashPartitioner(blocks.size()))
                .persist(StorageLevel.MEMORY_AND_DISK());
        for (int tile = 0; tile < scores.tiles(); tile++) {
            TileFile file = new TileFile(hadoop, folder, tile);
            if (file.header(digest).isEmpty()) {
                file.write(digest, solveTile(shared, bounds, solver, tile * ConjugateGradient.TILE));
            }
        }
        shared.unpersist();
        return scores;
    }

    private static <T> List<Tuple2<Integer, T>> pairs(List<T> items) {
        List<Tuple2<Integer, T>> pairs = new ArrayList<>();
        items.forEach(item -> pairs.add(new Tuple2<>(pairs.size(), item)));
        return pairs;
    }

    private Solution solveTile(
            JavaPairRDD<Integer, RowBlock> shared, SpectrumBounds bounds, ConjugateGradient solver, int firstColumn) {
        CompressedRows rightHandSide = split.rightHandSide();
        int columns = Math.min(ConjugateGradient.TILE, rightHandSide.width() - firstColumn);
        double[] b = rightHandSide.denseColumns(firstColumn, firstColumn + columns);
        double[] norms = scaled.consistentNorms(b, columns);
        ChebyshevCoefficients coefficients = new ChebyshevCoefficients(bounds);
        HaloExchange exchange = new HaloExchange(shared, columns);
        JavaPairRDD<Integer, RowBlock.State> state =
                checkpointed(context.parallelizePairs(pairs(states(b, columns, coefficients.first())), blocks.size())
                        .partitionBy(new HashPartitioner(blocks.size())));
        for (int done = 0; ; ) {
            double[] residuals = residuals(exchange.squaredResiduals(state, scale), norms);
            if (Arrays.stream(residuals).allMatch(residual -> residual <= solver.tolerance())) {
                int iterations = done;
                int[] perColumn = Arrays.stream(norms)
                        .mapToInt(norm -> norm == 0 ? 0 : iterations)
                        .toArray();
                Solution solution = new Solution(collect(state, columns), perColumn, residuals);
                state.unpersist();
                return solution;
            }
            if (done >= solver.maxIterations()) {
                throw notConverged(residuals, firstColumn, done, solver);
            }
            JavaPairRDD<Integer, RowBlock.State> last = state;
            for (int step = 0; step < ITERATIONS_PER_JOB; step++, done++) {
                coefficients.advance();
                state = exchange.advance(state, coefficients.ofDirection(), coefficients.ofResidual());
            }
            state = checkpointed(state);
            last.unpersist();
        }
    }

    private static JavaPairRDD<Integer, RowBlock.State> checkpointed(JavaPairRDD<Integer, RowBlock.State> state) {
        JavaPairRDD<Integer, RowBlock.State> kept = state.persist(StorageLevel.MEMORY_AND_DISK());
        kept.checkpoint();
        SparkFailures.unwrap(kept::count);
        return kept;
    }

    /** x = 0, r = b, scaled. */
    private List<RowBlock.State> states(double[] b, int columns, double first) {
        return blocks.stream()
                .map(block -> {
                    double[] own = Arrays.copyOfRange(b, block.from() * columns, block.to() * columns);
                    for (int at = 0; at < own.length; at++) {
                        own[at] *= scale[block.from() + at / columns];
                    }
                    double[] direction =
                            Arrays.stream(own).map(value -> first * value).toArray();
                    return new RowBlock.State(own, new double[own.length], own, direction);
                })
                .toList();
    }

    private static double[] residuals(List<double[]> squares, double[] norms) {
        return IntStream.range(0, norms.length)
                .mapToDouble(column -> norms[column] == 0
                        ? 0
                        : Math.sqrt(squares.stream()
                                        .mapToDouble(block -> block[column])
                                        .sum())
                                / norms[column])
                .toArray();
    }

    private double[] collect(JavaPairRDD<Integer, RowBlock.State> state, int columns) {
        double[] solution = new double[Math.multiplyExact(split.matrix().rows(), columns)];
        List<Tuple2<Integer, double[]>> parts = SparkFailures.unwrap(
                () -> state.mapValues(RowBlock.State::solution).collect());
        for (Tuple2<Integer, double[]> part : parts) {
            int from = blocks.get(part._1()).from();
            for (int at = 0; at < part._2().length; at++) {
                solution[from * columns + at] = part._2()[at] * scale[from + at / columns];
            }
        }
        scaled.centreIfSingular(solution, columns);
        return solution;
    }

    private static DahlquistException notConverged(
            double[] residuals, int firstColumn, int done, ConjugateGradient solver) {
        int worst = Collections.max(
                IntStream.range(0, residuals.length).boxed().toList(),
                Comparator.comparingDouble(column -> residuals[column]));
        return DahlquistException.diverged(
                "column %d has the relative residual %.3e after %d iterations, the tolerance is %.1e;"
                        + " raise the limit on iterations or the tolerance",
                firstColumn + worst, residuals[worst], done, solver.tolerance());
    }
}
