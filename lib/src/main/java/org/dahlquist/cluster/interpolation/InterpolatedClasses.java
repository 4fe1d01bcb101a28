package org.dahlquist.cluster.interpolation;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.PredictionTable;
import org.dahlquist.graph.GraphSolution;
import org.dahlquist.graph.LabelReach;
import org.dahlquist.graph.SplitSystem;
import org.dahlquist.solver.CompressedRows;

/**
 * Class and scores of each test sample, ordered by id; settled points and orphans have the score 1 for their class.
 *
 * <p>Tasks read their rows of the tiles' files, so that the scores never meet in one place.
 */
final class InterpolatedClasses {
    private static final int ROWS_PER_PARTITION = 4096;

    private final SparkSession spark;
    private final int unlabelled;
    private final Shared shared;

    InterpolatedClasses(
            SparkSession spark, LabelledGraph graph, SplitSystem split, TiledScores scores, Orphans orphans) {
        this.spark = spark;
        this.unlabelled = graph.unlabelled();
        int n = graph.ids().length;
        int[] systemRows = split.system().rows(n);
        int[] rows = Arrays.copyOfRange(systemRows, graph.labelled(), n);
        int[] decided = new int[unlabelled];
        for (int test = 0; test < unlabelled; test++) {
            int point = graph.labelled() + test;
            int settled = split.system().reach().settledClass(point);
            boolean orphan = rows[test] < 0 && settled == LabelReach.UNREACHED;
            decided[test] = orphan ? orphans.classOf(point) : settled;
        }
        this.shared = new Shared(
                Arrays.copyOfRange(graph.ids(), graph.labelled(), n),
                Arrays.copyOfRange(graph.labels(), graph.labelled(), n),
                rows,
                decided,
                split.restRows(),
                split.small().solutions(),
                scores,
                split.system().singular());
    }

    /**
     * Writes one Parquet part for every 4,096 samples.
     *
     * @return the fraction of samples classified correctly
     */
    double write(Path folder) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start < Math.max(1, unlabelled); start += ROWS_PER_PARTITION) {
            starts.add(start);
        }
        Broadcast<Shared> broadcast = context.broadcast(shared);
        Broadcast<HadoopSettings> hadoop = context.broadcast(new HadoopSettings(context.hadoopConfiguration()));
        JavaRDD<Row> rows = context.parallelize(starts, starts.size())
                .flatMap(start -> broadcast.value().rows(hadoop.value().value(), start));
        PredictionTable.write(spark, rows, folder);
        broadcast.destroy();
        hadoop.destroy();
        long correct = spark.read()
                .parquet(folder.toString())
                .where(col("label").equalTo(col("predicted")))
                .count();
        return (double) correct / unlabelled;
    }

    /**
     * What the tasks need; the first four arrays have an entry for each test sample.
     *
     * @param rows row in the system, -1 if it has none
     * @param decided class of those without a row
     * @param restRows row in the tiles of each row of the system, -1 if solved directly
     */
    private record Shared(
            long[] ids,
            int[] labels,
            int[] rows,
            int[] decided,
            int[] restRows,
            CompressedRows direct,
            TiledScores tiles,
            boolean singular)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        Iterator<Row> rows(Configuration hadoop, int from) {
            int to = Math.min(ids.length, from + ROWS_PER_PARTITION);
            int[] tiled = Arrays.stream(rows, from, to)
                    .filter(row -> row >= 0 && restRows[row] >= 0)
                    .map(row -> restRows[row])
                    .toArray();
            int first = tiled.length == 0 ? 0 : tiled[0];
            int end = tiled.length == 0 ? 0 : tiled[tiled.length - 1] + 1;
            float[] block = tiles.read(hadoop, first, end);
            List<Row> result = new ArrayList<>(to - from);
            for (int test = from; test < to; test++) {
                double[] scores = scores(test, block, first);
                int predicted = rows[test] < 0 ? decided[test] : GraphSolution.largest(scores, singular);
                result.add(PredictionTable.row(ids[test], labels[test], predicted, floats(scores)));
            }
            return result.iterator();
        }

        private static float[] floats(double[] scores) {
            float[] floats = new float[scores.length];
            for (int c = 0; c < scores.length; c++) {
                floats[c] = (float) scores[c];
            }
            return floats;
        }

        private double[] scores(int test, float[] block, int first) {
            double[] scores = new double[tiles.classes()];
            if (rows[test] < 0) {
                scores[decided[test]] = 1;
            } else if (restRows[rows[test]] >= 0) {
                int at = (restRows[rows[test]] - first) * scores.length;
                Arrays.setAll(scores, column -> block[at + column]);
            } else {
                int row = rows[test];
                for (int entry = direct.offsets()[row]; entry < direct.offsets()[row + 1]; entry++) {
                    scores[direct.columns()[entry]] = direct.values()[entry];
                }
            }
            return scores;
        }
    }
}
