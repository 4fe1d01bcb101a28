package org.dahlquist.cluster.interpolation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.SparkFailures;

/** The check that interpolated scores obey 0 ≤ u ≤ 1 and Σ u = 1 over the classes. */
final class MaximumPrinciple {
    private static final int ROWS = 16_384;

    private MaximumPrinciple() {}

    /** The row that breaks the principle most, and by how much; row -1 if there is none. */
    record Worst(int row, double deviation) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    static Worst worst(JavaSparkContext context, TiledScores scores) {
        List<Integer> starts = new ArrayList<>();
        for (int row = 0; row < scores.rows(); row += ROWS) {
            starts.add(row);
        }
        if (starts.isEmpty()) {
            return new Worst(-1, 0);
        }
        Broadcast<HadoopSettings> hadoop = context.broadcast(new HadoopSettings(context.hadoopConfiguration()));
        List<Worst> found = SparkFailures.unwrap(() -> context.parallelize(starts, starts.size())
                .map(start -> worst(hadoop.value().value(), scores, start))
                .collect());
        hadoop.destroy();
        return found.stream().max(Comparator.comparingDouble(Worst::deviation)).orElseThrow();
    }

    private static Worst worst(Configuration hadoop, TiledScores scores, int from) {
        int to = Math.min(scores.rows(), from + ROWS);
        float[] values = scores.read(hadoop, from, to);
        Worst worst = new Worst(from, 0);
        for (int row = from; row < to; row++) {
            double deviation = deviation(values, (row - from) * scores.classes(), scores.classes());
            worst = deviation > worst.deviation() ? new Worst(row, deviation) : worst;
        }
        return worst;
    }

    private static double deviation(float[] values, int start, int classes) {
        double sum = 0;
        double deviation = 0;
        for (int at = start; at < start + classes; at++) {
            sum += values[at];
            deviation = Math.max(deviation, Math.max(-values[at], values[at] - 1));
        }
        return Math.max(deviation, Math.abs(sum - 1));
    }
}
