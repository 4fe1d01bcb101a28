package org.dahlquist.cluster.interpolation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.DahlquistException;
import org.dahlquist.graph.LabelReach;
import org.dahlquist.run.WnllConfig;

/** The classes of the test points that no label reaches, by the policy of the settings. */
final class Orphans {
    private static final int SHOWN = 5;

    private final Map<Integer, Integer> classes;

    private Orphans(Map<Integer, Integer> classes) {
        this.classes = classes;
    }

    /**
     * Decides their classes.
     *
     * @throws DahlquistException DATA if orphans are refused; CONFIG if the softmax's predictions are needed and absent
     */
    static Orphans decide(
            SparkSession spark,
            LabelledGraph graph,
            LabelReach reach,
            WnllConfig.Orphans policy,
            Optional<Path> softmax) {
        int[] points = reach.unreached();
        if (policy == WnllConfig.Orphans.SOFTMAX && softmax.isEmpty()) {
            throw DahlquistException.config("wnll.orphans is softmax, whose classes evaluate finds, and evaluate is not"
                    + " finished; run it first, or choose nearest or refuse");
        }
        if (points.length == 0) {
            return new Orphans(Map.of());
        }
        return switch (policy) {
            case REFUSE -> throw refused(graph, points);
            case NEAREST -> new Orphans(nearest(graph, points));
            case SOFTMAX -> new Orphans(softmax(spark, graph, points, softmax.orElseThrow()));
        };
    }

    private static DahlquistException refused(LabelledGraph graph, int[] points) {
        List<Long> shown = Arrays.stream(points)
                .limit(SHOWN)
                .mapToObj(point -> graph.ids()[point])
                .toList();
        return DahlquistException.data(
                "no label reaches %d of %d test samples, among them %s, and wnll.orphans is refuse; raise neighbours, or"
                        + " choose nearest or softmax",
                points.length, graph.unlabelled(), shown);
    }

    private static Map<Integer, Integer> nearest(LabelledGraph graph, int[] points) {
        Map<Integer, Integer> classes = new HashMap<>();
        for (int point : points) {
            classes.put(point, graph.nearestClass(point));
        }
        return classes;
    }

    private static Map<Integer, Integer> softmax(SparkSession spark, LabelledGraph graph, int[] points, Path softmax) {
        Map<Integer, Integer> classes = new HashMap<>();
        List<Row> rows = spark.read()
                .parquet(softmax.toString())
                .select("id", "predicted")
                .collectAsList();
        Map<Long, Integer> predicted = new HashMap<>();
        rows.forEach(row -> predicted.put(row.getLong(0), row.getInt(1)));
        for (int point : points) {
            Integer found = predicted.get(graph.ids()[point]);
            if (found == null) {
                throw DahlquistException.data(
                        "%s has no prediction for sample %d; evaluate the same dataset that was embedded",
                        softmax, graph.ids()[point]);
            }
            classes.put(point, found);
        }
        return classes;
    }

    int count() {
        return classes.size();
    }

    /** Class of a point that is an orphan. */
    int classOf(int point) {
        return classes.get(point);
    }
}
