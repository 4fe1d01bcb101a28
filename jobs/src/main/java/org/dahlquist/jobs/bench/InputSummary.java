package org.dahlquist.jobs.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rates of all rounds, and their medians. */
final class InputSummary {
    private final Map<Key, List<Double>> rates = new LinkedHashMap<>();

    /** What was measured. */
    private record Key(String input, int threads) {}

    /** Notes one turn. */
    void add(String input, int threads, double imagesPerSecond) {
        rates.computeIfAbsent(new Key(input, threads), key -> new ArrayList<>()).add(imagesPerSecond);
    }

    /** Lines of bench-input.csv. */
    List<String> csv() {
        List<String> lines = new ArrayList<>(List.of("input,threads,rounds,images_per_second,min,max"));
        rates.forEach((key, values) -> lines.add(String.join(
                ",",
                key.input(),
                String.valueOf(key.threads()),
                String.valueOf(values.size()),
                Cell.of(Median.of(values), 1),
                Cell.of(Collections.min(values), 1),
                Cell.of(Collections.max(values), 1))));
        return lines;
    }

    /** A table for the terminal. */
    String text() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-24s %7s %10s %21s%n", "input", "threads", "images/s", "min - max"));
        rates.forEach((key, values) -> text.append(String.format(
                Locale.ROOT,
                "%-24s %7d %10.1f %9.1f - %9.1f%n",
                key.input(),
                key.threads(),
                Median.of(values),
                Collections.min(values),
                Collections.max(values))));
        return text.toString();
    }
}
