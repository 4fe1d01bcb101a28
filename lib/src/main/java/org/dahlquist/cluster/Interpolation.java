package org.dahlquist.cluster;

import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.DahlquistException;
import org.dahlquist.graph.WeightedGraph;
import org.dahlquist.graph.WnllSystem;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.solver.ConjugateGradient;
import org.dahlquist.solver.Solution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classification of the test samples by the weighted nonlocal Laplacian on the neighbour graph of train and test.
 *
 * <p>The driver assembles the system (48 n k bytes) and broadcasts it; tasks solve tiles of at most 16 columns without
 * exchanging anything, so the result is the same for any number of executors. Where the solution leaves [0, 1] or a
 * row doesn't sum to 1 by more than 1e-3, because a part of the graph hangs on tiny weights that the residual doesn't
 * show, the system is solved again with a tolerance 1,000 times as strict, down to 1e-13.
 *
 * <p>Reference: {@link WnllSystem}. Scores are held on the driver: 8 · unlabelled · classes bytes.
 */
public final class Interpolation {
    private static final Logger LOG = LoggerFactory.getLogger(Interpolation.class);
    private static final double ALLOWED_DEVIATION = 1e-3;
    private static final double STRICTEST_TOLERANCE = 1e-13;

    private Interpolation() {}

    /**
     * What was solved, as written to {@code wnll.json}.
     *
     * @param labelled training points
     * @param unlabelled test points
     * @param classes number of classes
     * @param components connected components of the graph
     * @param unreached test points in components without training points; predicted -1
     * @param iterations iterations of the solver, per class
     * @param relativeResiduals ‖b - A x‖ / ‖b‖ at exit, per class
     * @param top1 fraction of test points classified correctly, unreached ones counting as wrong
     * @param nearestNeighbourTop1 the same for the nearest training point's class
     * @param knnTop1 the same for the majority of the nearest {@code knnK} training points, ties to the nearest
     * @param knnK training points that vote
     * @param seconds wall time
     */
    public record Summary(
            int labelled,
            int unlabelled,
            int classes,
            int components,
            int unreached,
            int[] iterations,
            double[] relativeResiduals,
            double top1,
            double nearestNeighbourTop1,
            double knnTop1,
            int knnK,
            double seconds) {}

    /**
     * Solves, and writes {@code predictions/} (Parquet: id, label, predicted, scores) and {@code wnll.json}.
     *
     * @param spark session
     * @param features folder with the feature shards {@code train} and {@code test}, for ids and labels
     * @param neighbours what {@link NeighbourGraph#build} wrote for these features
     * @param classes number of classes
     * @param settings weights and solver
     * @param k training points that vote in the k-NN accuracy, at most the graph's k
     * @param output fresh folder
     * @throws DahlquistException CONFIG for settings out of range, DATA for shards that don't fit together, DIVERGED
     *     if a column doesn't converge or the solution breaks the maximum principle
     */
    public static Summary solve(
            SparkSession spark, Path features, Path neighbours, int classes, WnllConfig settings, int k, Path output) {
        long start = System.nanoTime();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Configuration hadoop = context.hadoopConfiguration();
        new ConjugateGradient(settings.tolerance(), settings.maxIterations());
        LabelledGraph graph = LabelledGraph.read(hadoop, features, neighbours);
        graph.checkClasses(classes);
        checkVoters(k, graph.nearestLabelled().k());
        WnllSystem system = assemble(graph, classes, settings);
        Solution solution = solve(context, system, classes, settings, graph);
        InterpolatedClasses predictions = InterpolatedClasses.of(graph, system, solution, classes);
        predictions.write(spark, new Path(output, "predictions"));
        Summary summary = new Summary(
                graph.labelled(),
                graph.unlabelled(),
                classes,
                system.components(),
                system.unreached().length,
                solution.iterations(),
                solution.relativeResiduals(),
                predictions.top1(),
                graph.nearestTop1(1, classes),
                graph.nearestTop1(k, classes),
                k,
                (System.nanoTime() - start) / 1e9);
        JsonFiles.write(hadoop, new Path(output, "wnll.json"), summary);
        log(summary);
        return summary;
    }

    private static void checkVoters(int k, int available) {
        if (k < 1 || k > available) {
            throw DahlquistException.config(
                    "k is %d, but the graph holds the %d nearest training points; k must be from 1 to %d, or build the"
                            + " graph with a larger k",
                    k, available, available);
        }
    }

    private static WnllSystem assemble(LabelledGraph graph, int classes, WnllConfig settings) {
        double mu = WnllSystem.labelledWeight(settings.labelledWeight(), graph.ids().length, graph.labelled());
        WeightedGraph weighted = WeightedGraph.of(graph.all(), settings.weights(), settings.scaleRank());
        return WnllSystem.assemble(weighted, graph.knownLabels(), classes, mu);
    }

    private static Solution solve(
            JavaSparkContext context, WnllSystem system, int classes, WnllConfig settings, LabelledGraph graph) {
        double tolerance = settings.tolerance();
        while (true) {
            ConjugateGradient solver = new ConjugateGradient(tolerance, settings.maxIterations());
            Solution solution = ColumnTiles.solve(context, system, classes, solver);
            int worst = InterpolatedClasses.worstRow(solution, classes);
            double deviation = worst < 0 ? 0 : InterpolatedClasses.deviation(solution, classes, worst);
            if (deviation <= ALLOWED_DEVIATION) {
                return solution;
            }
            if (tolerance <= STRICTEST_TOLERANCE) {
                throw DahlquistException.diverged(
                        "the scores of sample %d leave [0, 1] or their sum 1 by %.1e at the tolerance %.0e; its part of"
                                + " the graph hangs on vanishing weights, so raise k or the scale rank",
                        graph.ids()[system.unknowns()[worst]], deviation, tolerance);
            }
            tolerance = Math.max(tolerance * 1e-3, STRICTEST_TOLERANCE);
            LOG.info("wnll  scores leave [0, 1] or their sum 1 by {}; solving again to {}", deviation, tolerance);
        }
    }

    private static void log(Summary summary) {
        LOG.info(String.format(
                Locale.ROOT,
                "wnll  labelled %d  unlabelled %d  components %d  unreached %d  top1 %.4f  nearest_neighbour_top1 %.4f"
                        + "  knn_top1 %.4f  seconds %.1f",
                summary.labelled(),
                summary.unlabelled(),
                summary.components(),
                summary.unreached(),
                summary.top1(),
                summary.nearestNeighbourTop1(),
                summary.knnTop1(),
                summary.seconds()));
    }
}
