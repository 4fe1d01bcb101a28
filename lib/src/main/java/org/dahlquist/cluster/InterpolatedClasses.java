package org.dahlquist.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.dahlquist.graph.WnllSystem;
import org.dahlquist.solver.Solution;

/** Class and scores of each test sample, ordered by id; an unreached one has the class -1 and no scores above 0. */
final class InterpolatedClasses {
    private static final int ROWS_PER_PARTITION = 4096;

    private final List<Row> rows;
    private final double top1;

    private InterpolatedClasses(List<Row> rows, double top1) {
        this.rows = rows;
        this.top1 = top1;
    }

    static InterpolatedClasses of(LabelledGraph graph, WnllSystem system, Solution solution, int classes) {
        int[] unknowns = system.unknowns();
        List<Row> rows = new ArrayList<>();
        int solved = 0;
        int correct = 0;
        for (int point = graph.labelled(); point < graph.ids().length; point++) {
            int predicted = -1;
            List<Float> scores = new ArrayList<>();
            if (solved < unknowns.length && unknowns[solved] == point) {
                predicted = largest(solution.values(), solved * classes, classes);
                for (int column = 0; column < classes; column++) {
                    scores.add((float) solution.values()[solved * classes + column]);
                }
                solved++;
            } else {
                scores.addAll(Collections.nCopies(classes, 0f));
            }
            correct += predicted == graph.labels()[point] ? 1 : 0;
            rows.add(RowFactory.create(graph.ids()[point], graph.labels()[point], predicted, scores.toArray()));
        }
        return new InterpolatedClasses(rows, (double) correct / graph.unlabelled());
    }

    double top1() {
        return top1;
    }

    /** Writes one Parquet part for every 20,000 samples. */
    void write(SparkSession spark, Path folder) {
        StructType schema = new StructType()
                .add("id", DataTypes.LongType, false)
                .add("label", DataTypes.IntegerType, false)
                .add("predicted", DataTypes.IntegerType, false)
                .add("scores", DataTypes.createArrayType(DataTypes.FloatType, false), false);
        int parts = Math.max(1, (rows.size() + ROWS_PER_PARTITION - 1) / ROWS_PER_PARTITION);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        spark.createDataFrame(context.parallelize(rows, parts), schema).write().parquet(folder.toString());
    }

    /** The row that breaks 0 ≤ u ≤ 1 and Σ u = 1 most, or -1 if there is none. */
    static int worstRow(Solution solution, int classes) {
        int worst = -1;
        for (int row = 0; row < solution.values().length / classes; row++) {
            if (worst < 0 || deviation(solution, classes, row) > deviation(solution, classes, worst)) {
                worst = row;
            }
        }
        return worst;
    }

    /** By how much a row breaks 0 ≤ u ≤ 1 or Σ u = 1. */
    static double deviation(Solution solution, int classes, int row) {
        double[] scores = Arrays.copyOfRange(solution.values(), row * classes, (row + 1) * classes);
        double deviation = Math.abs(Arrays.stream(scores).sum() - 1);
        for (double score : scores) {
            deviation = Math.max(deviation, Math.max(-score, score - 1));
        }
        return deviation;
    }

    private static int largest(double[] values, int from, int count) {
        int best = 0;
        for (int column = 1; column < count; column++) {
            best = values[from + column] > values[from + best] ? column : best;
        }
        return best;
    }
}
