package org.dahlquist.jobs.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Medians of all rounds, and how many times faster than SciPy each is.
 *
 * @param measurements of all rounds
 */
record WnllBenchSummary(List<WnllMeasurement> measurements) {
    static final String HEADER = "unlabelled,classes,threads,contestant,seconds,seconds_min,seconds_max,"
            + "iterations_min,iterations_median,iterations_max,deviation,times_scipy,times_scipy_per_thread";

    /**
     * One contestant's medians on one system.
     *
     * @param any one of the measurements
     * @param seconds median
     * @param least fastest round
     * @param most slowest round
     * @param deviation largest of all rounds
     * @param timesScipy SciPy's median on as many cores over this
     */
    record Row(WnllMeasurement any, double seconds, double least, double most, double deviation, double timesScipy) {
        /** SciPy's loop runs on one thread, whatever it is given. */
        double timesScipyPerThread() {
            return timesScipy / any.threads();
        }

        String csv() {
            return String.format(
                            Locale.ROOT,
                            "%d,%d,%d,%s,%.6f,%.6f,%.6f,%d,%d,%d,%.2e,%.2f,%.2f",
                            any.unlabelled(),
                            any.classes(),
                            any.threads(),
                            any.contestant(),
                            seconds,
                            least,
                            most,
                            any.iterations().get(0),
                            any.iterations().get(1),
                            any.iterations().get(2),
                            deviation,
                            timesScipy,
                            timesScipyPerThread())
                    .replace("NaN", "");
        }
    }

    List<Row> rows() {
        Map<String, List<WnllMeasurement>> groups = new LinkedHashMap<>();
        for (WnllMeasurement m : measurements) {
            groups.computeIfAbsent(m.system() + " " + m.threads() + " " + m.contestant(), key -> new ArrayList<>())
                    .add(m);
        }
        return groups.values().stream().map(this::row).toList();
    }

    private Row row(List<WnllMeasurement> group) {
        double[] sorted =
                group.stream().mapToDouble(WnllMeasurement::seconds).sorted().toArray();
        double median = median(group);
        List<WnllMeasurement> scipy = measurements.stream()
                .filter(m -> m.contestant().equals(WnllBench.SCIPY) && m.sameSetting(group.get(0)))
                .toList();
        return new Row(
                group.get(0),
                median,
                sorted[0],
                sorted[sorted.length - 1],
                group.stream().mapToDouble(WnllMeasurement::deviation).max().orElse(Double.NaN),
                scipy.isEmpty() ? Double.NaN : median(scipy) / median);
    }

    private static double median(List<WnllMeasurement> group) {
        return Median.of(group.stream().map(WnllMeasurement::seconds).toList());
    }

    /** A table for the terminal. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%10s %7s %7s %-9s %9s %19s %10s %9s %8s %8s%n",
                "unlabelled",
                "classes",
                "threads",
                "who",
                "seconds",
                "min - max",
                "iterations",
                "max |dU|",
                "x scipy",
                "x/thread"));
        for (Row row : rows()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%10d %7d %7d %-9s %9.4f %8.4f - %8.4f %10s %9.1e %8.2f %8.2f%n",
                    row.any.unlabelled(),
                    row.any.classes(),
                    row.any.threads(),
                    row.any.contestant(),
                    row.seconds,
                    row.least,
                    row.most,
                    row.any.iterations().get(0) + "-" + row.any.iterations().get(2),
                    row.deviation,
                    row.timesScipy,
                    row.timesScipyPerThread()));
        }
        return text.toString().replace("NaN", "  -");
    }

    /** Bars of the speed relative to SciPy's, a group for each system. */
    GroupedBars chart() {
        return new GroupedBars(
                "Solver, times faster than SciPy's column loop",
                "unlabelled points x classes",
                "ratio",
                rows().stream()
                        .filter(row -> !row.any.contestant().equals(WnllBench.SCIPY) && !Double.isNaN(row.timesScipy))
                        .map(row -> new GroupedBars.Bar(
                                row.any.system(), GroupedBars.threads(row.any.threads()), row.timesScipy))
                        .toList());
    }
}
