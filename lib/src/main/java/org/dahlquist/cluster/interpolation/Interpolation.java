package org.dahlquist.cluster.interpolation;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.JsonFiles;
import org.dahlquist.cluster.evaluation.DistributedEvaluation;
import org.dahlquist.cluster.neighbours.NeighbourGraph;
import org.dahlquist.graph.GraphSystem;
import org.dahlquist.graph.PoissonSystem;
import org.dahlquist.graph.SplitSystem;
import org.dahlquist.graph.WeightedGraph;
import org.dahlquist.graph.WnllSystem;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.solver.ConjugateGradient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classification of the test samples by interpolation on the neighbour graph of train and test.
 *
 * <p>The driver assembles the system (48 n k bytes) and solves its small components. What is left is solved in tiles of
 * 16 columns, each one task, without any exchange; or, where the matrix is larger than {@code wnll.broadcast-mib}, by
 * rows spread over the executors. Tiles are kept as files, so a job that was broken off goes on where it stopped, and
 * the result is the same for any number of executors. Where the solution leaves [0, 1] or a row doesn't sum to 1 by
 * more than 1e-3, because a part of the graph hangs on tiny weights that the residual doesn't show, the system is
 * solved again with a tolerance 1,000 times as strict, down to 1e-13.
 *
 * <p>Reference: {@link WnllSystem}, {@link PoissonSystem}.
 */
public final class Interpolation {
    /** Folder of the solved tiles, below the output, while the job is at work. */
    public static final String TILES = "tiles";

    private static final Logger LOG = LoggerFactory.getLogger(Interpolation.class);
    private static final double ALLOWED_DEVIATION = 1e-3;
    private static final double STRICTEST_TOLERANCE = 1e-13;

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final Configuration hadoop;
    private final Input input;
    private final WnllConfig settings;
    private final Path output;

    private Interpolation(SparkSession spark, Input input, WnllConfig settings, Path output) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.hadoop = context.hadoopConfiguration();
        this.input = input;
        this.settings = settings;
        this.output = output;
    }

    /**
     * What is interpolated.
     *
     * @param features folder with the feature shards {@code train} and {@code test}, for ids and labels
     * @param neighbours what {@link NeighbourGraph#build} wrote for these features
     * @param softmax folder of {@link DistributedEvaluation}'s predictions; only for the orphans' policy softmax
     * @param classes number of classes
     * @param voters training points that vote in the k-NN accuracy, at most the graph's k
     */
    public record Input(Path features, Path neighbours, Optional<Path> softmax, int classes, int voters) {}

    /**
     * Solves, and writes {@code predictions/} (Parquet: id, label, predicted, scores) and {@code wnll.json}.
     *
     * @param spark session
     * @param input what is interpolated
     * @param settings method, weights and solver
     * @param output folder; tiles that a broken job left in it are used
     * @throws DahlquistException CONFIG for settings out of range, DATA for shards that don't fit together or refused
     *     orphans, DIVERGED if a column doesn't converge or the solution breaks the maximum principle
     */
    public static InterpolationSummary solve(SparkSession spark, Input input, WnllConfig settings, Path output) {
        return new Interpolation(spark, input, settings, output).run();
    }

    private InterpolationSummary run() {
        Stopwatch watch = new Stopwatch();
        ConjugateGradient solver = new ConjugateGradient(settings.tolerance(), settings.maxIterations());
        LabelledGraph graph = LabelledGraph.read(hadoop, input.features(), input.neighbours());
        graph.checkClasses(input.classes());
        checkVoters(graph);
        double reading = watch.lap();
        WeightedGraph weighted = WeightedGraph.of(graph.all(), settings.weights(), settings.scaleRank());
        int[] labels = graph.knownLabels();
        GraphSystem system = assemble(settings, weighted, labels, input.classes());
        Orphans orphans = Orphans.decide(spark, graph, system.reach(), settings.orphans(), input.softmax());
        double assembling = watch.lap();
        SplitSystem split = SplitSystem.of(system);
        double direct = watch.lap();
        boolean byRows = split.matrix().bytes() > ((long) settings.broadcastMib() << 20);
        Solved solved = solve(graph, split, solver, byRows);
        double iterating = watch.lap();
        InterpolatedClasses predictions = new InterpolatedClasses(spark, graph, split, solved.scores(), orphans);
        double top1 = predictions.write(new Path(output, "predictions"));
        InterpolationSummary summary = new InterpolationSummary(
                graph.labelled(),
                graph.unlabelled(),
                input.classes(),
                settings.method().name().toLowerCase(Locale.ROOT),
                system.reach().components(),
                orphans.count(),
                settings.orphans().name().toLowerCase(Locale.ROOT),
                graph.unlabelled() - system.reach().unknowns().length - orphans.count(),
                split.small().count(),
                split.small().direct(),
                split.small().largest(),
                split.matrix().rows() == 0 ? "direct" : byRows ? "rows" : "columns",
                solved.scores().iterations(hadoop),
                solved.scores().relativeResiduals(hadoop),
                solved.deviation(),
                weighted.labelledToUnlabelled(labels),
                weighted.degreeCounts(),
                byRows ? 0 : split.matrix().bytes() + split.rightHandSide().bytes(),
                solved.haloBytes(),
                top1,
                graph.nearestTop1(1, input.classes()),
                graph.nearestTop1(input.voters(), input.classes()),
                input.voters(),
                new InterpolationSummary.Phases(reading, assembling, direct, iterating, watch.lap()),
                watch.total());
        JsonFiles.write(hadoop, new Path(output, "wnll.json"), summary);
        removeTiles();
        log(summary);
        return summary;
    }

    /** The system of the chosen method. */
    static GraphSystem assemble(WnllConfig settings, WeightedGraph weighted, int[] labels, int classes) {
        int labelled = (int) IntStream.of(labels).filter(label -> label >= 0).count();
        double mu = WnllSystem.labelledWeight(settings.labelledWeight(), labels.length, labelled);
        return switch (settings.method()) {
            case GL -> WnllSystem.assemble(weighted, labels, classes, 0);
            case WNLL -> WnllSystem.assemble(weighted, labels, classes, mu);
            case POISSON -> PoissonSystem.assemble(weighted, labels, classes);
        };
    }

    private void checkVoters(LabelledGraph graph) {
        int available = graph.nearestLabelled().k();
        if (input.voters() < 1 || input.voters() > available) {
            throw DahlquistException.config(
                    "k is %d, but the graph holds the %d nearest training points; k must be from 1 to %d, or build the"
                            + " graph with a larger k",
                    input.voters(), available, available);
        }
    }

    /** Scores, and by how much they break the maximum principle; bytes exchanged in each iteration. */
    private record Solved(TiledScores scores, double deviation, long haloBytes) {}

    private Solved solve(LabelledGraph graph, SplitSystem split, ConjugateGradient usual, boolean byRows) {
        ConjugateGradient solver = usual;
        while (true) {
            RowBlocks rows = byRows ? new RowBlocks(context, split) : null;
            TiledScores scores = byRows
                    ? rows.solve(solver, new Path(output, TILES))
                    : ColumnTiles.solve(context, split, solver, new Path(output, TILES));
            if (split.system().singular()) {
                return new Solved(scores, 0, byRows ? rows.haloBytes() : 0);
            }
            MaximumPrinciple.Worst worst = MaximumPrinciple.worst(context, scores);
            if (worst.deviation() <= ALLOWED_DEVIATION) {
                return new Solved(scores, worst.deviation(), byRows ? rows.haloBytes() : 0);
            }
            if (solver.tolerance() <= STRICTEST_TOLERANCE) {
                int row = split.small().rest()[worst.row()];
                throw DahlquistException.diverged(
                        "the scores of sample %d leave [0, 1] or their sum 1 by %.1e at the tolerance %.0e; its part of"
                                + " the graph hangs on vanishing weights, so raise k or the scale rank",
                        graph.ids()[split.system().points()[row]], worst.deviation(), solver.tolerance());
            }
            double tolerance = Math.max(solver.tolerance() * 1e-3, STRICTEST_TOLERANCE);
            LOG.info(
                    "wnll  scores leave [0, 1] or their sum 1 by {}; solving again to {}",
                    worst.deviation(),
                    tolerance);
            solver = new ConjugateGradient(tolerance, settings.maxIterations());
        }
    }

    private void removeTiles() {
        Path tiles = new Path(output, TILES);
        try {
            tiles.getFileSystem(hadoop).delete(tiles, true);
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be removed (%s); check the folder's permissions", tiles, e)
                    .causedBy(e);
        }
    }

    private static void log(InterpolationSummary summary) {
        LOG.info(String.format(
                Locale.ROOT,
                "wnll  method %s  labelled %d  unlabelled %d  components %d  orphans %d (%s)  iterations %d  top1 %.4f"
                        + "  nearest_neighbour_top1 %.4f  knn_top1 %.4f  seconds %.1f",
                summary.method(),
                summary.labelled(),
                summary.unlabelled(),
                summary.components(),
                summary.unreached(),
                summary.orphans(),
                IntStream.of(summary.iterations()).max().orElse(0),
                summary.top1(),
                summary.nearestNeighbourTop1(),
                summary.knnTop1(),
                summary.seconds()));
    }
}
