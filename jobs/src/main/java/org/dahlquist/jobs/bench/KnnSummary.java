package org.dahlquist.jobs.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.dahlquist.scaling.GraphCost;
import org.dahlquist.scaling.KernelRate;

/**
 * Medians of all rounds, how many times longer each peer takes than we do, and what {@link GraphCost} predicts for us.
 *
 * @param measurements of all rounds
 * @param k neighbours, the point itself included
 */
record KnnSummary(List<KnnMeasurement> measurements, int k) {
    static final String HEADER =
            "points,threads,peer,rounds,seconds,seconds_min,seconds_max,recall,peak_mib,times_ours,"
                    + "share_of_ceiling,predicted_seconds,measured_over_predicted";

    private static final int BLOCK_ROWS = 8192;

    /**
     * One peer's medians.
     *
     * @param timesOurs its seconds over ours
     * @param share of the rate of the kernel's products alone, over half of all pairs; NaN for peers
     * @param predicted seconds; NaN for peers
     */
    record Row(
            String points,
            int threads,
            String peer,
            int rounds,
            double seconds,
            double least,
            double most,
            double recall,
            double peakMib,
            double timesOurs,
            double share,
            double predicted) {
        String csv() {
            return String.format(
                    Locale.ROOT,
                    "%s,%d,%s,%d,%.3f,%.3f,%.3f,%.5f,%.0f,%s,%s,%s,%s",
                    points,
                    threads,
                    peer,
                    rounds,
                    seconds,
                    least,
                    most,
                    recall,
                    peakMib,
                    Cell.of(timesOurs, 2),
                    Cell.of(share, 2),
                    Cell.of(predicted, 2),
                    Cell.of(seconds / predicted, 2));
        }
    }

    /** Rows by points, threads and peer, in the order measured. */
    List<Row> rows() {
        Set<List<Object>> keys = new LinkedHashSet<>();
        measurements.forEach(m -> keys.add(List.of(m.points(), m.threads(), m.peer())));
        List<Row> rows = new ArrayList<>();
        for (List<Object> key : keys) {
            rows.add(row((String) key.get(0), (Integer) key.get(1), (String) key.get(2)));
        }
        return rows;
    }

    private Row row(String points, int threads, String peer) {
        List<KnnMeasurement> own = of(points, threads, peer);
        double seconds = median(own, KnnMeasurement::seconds);
        return new Row(
                points,
                threads,
                peer,
                own.size(),
                seconds,
                own.stream().mapToDouble(KnnMeasurement::seconds).min().orElseThrow(),
                own.stream().mapToDouble(KnnMeasurement::seconds).max().orElseThrow(),
                median(own, KnnMeasurement::recall),
                median(own, KnnMeasurement::peakMib),
                seconds / median(of(points, threads, "ours"), KnnMeasurement::seconds),
                median(own, m -> halfOfAllProducts(points) / (m.seconds() * threads * m.ceiling() * 1e9)),
                peer.equals("ours") ? predicted(points, threads) : Double.NaN);
    }

    private double predicted(String points, int threads) {
        String[] shape = points.split("x");
        GraphCost cost = GraphCost.of(Long.parseLong(shape[0]), 0, Integer.parseInt(shape[1]), k, BLOCK_ROWS);
        return cost.nearFirstCoreSeconds(KernelRate.PLANNED) / threads;
    }

    /** n² d, two operations for each feature of half of all pairs. */
    private static double halfOfAllProducts(String points) {
        String[] shape = points.split("x");
        double size = Double.parseDouble(shape[0]);
        return size * size * Double.parseDouble(shape[1]);
    }

    private List<KnnMeasurement> of(String points, int threads, String peer) {
        return measurements.stream()
                .filter(m -> m.points().equals(points)
                        && m.threads() == threads
                        && m.peer().equals(peer))
                .toList();
    }

    private static double median(List<KnnMeasurement> rows, ToDoubleFunction<KnnMeasurement> value) {
        return Median.of(rows.stream().map(value::applyAsDouble).toList());
    }

    /** A table for the terminal. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-12s %7s %-13s %6s %9s %19s %8s %9s %7s %8s %9s %6s%n",
                "points",
                "threads",
                "who",
                "rounds",
                "seconds",
                "min - max",
                "recall",
                "peak MiB",
                "x ours",
                "ceiling",
                "predicted",
                "ratio"));
        for (Row row : rows()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %7d %-13s %6d %9.3f %8.3f - %8.3f %8.5f %9.0f %7.2f %7.0f%% %9.3f %6.2f%n",
                    row.points,
                    row.threads,
                    row.peer,
                    row.rounds,
                    row.seconds,
                    row.least,
                    row.most,
                    row.recall,
                    row.peakMib,
                    row.timesOurs,
                    100 * row.share,
                    row.predicted,
                    row.seconds / row.predicted));
        }
        return text.toString().replace("NaN%", "  - ").replace("NaN", "  -");
    }

    /** Bars of the seconds, a group for each set of points and number of threads. */
    GroupedBars chart() {
        return new GroupedBars(
                "Nearest neighbours of all points",
                "",
                "seconds",
                rows().stream()
                        .map(row -> new GroupedBars.Bar(
                                row.points + ", " + GroupedBars.threads(row.threads), row.peer, row.seconds))
                        .toList());
    }
}
