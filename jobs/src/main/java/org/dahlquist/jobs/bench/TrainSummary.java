package org.dahlquist.jobs.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The medians of all rounds, and their ratios to PyTorch's better memory format.
 *
 * @param measurements of all rounds
 */
record TrainSummary(List<Measurement> measurements) {
    static final String HEADER = "network,cores,contestant,train_images_per_second,train_min,train_max,"
            + "inference_images_per_second,peak_mib,train_against_torch,inference_against_torch,train_against_stock";

    /**
     * One contestant's medians.
     *
     * @param trainAgainstTorch training rate over the better of PyTorch's two
     * @param inferenceAgainstTorch inference rate over the better of PyTorch's two
     * @param trainAgainstStock training rate over stock DL4J's on as many cores, over Spark on several; NaN where that was not measured
     */
    record Row(
            String network,
            int cores,
            String contestant,
            double train,
            double trainLeast,
            double trainMost,
            double inference,
            double peakMib,
            double trainAgainstTorch,
            double inferenceAgainstTorch,
            double trainAgainstStock) {
        String csv() {
            return String.join(
                    ",",
                    network,
                    String.valueOf(cores),
                    contestant,
                    Cell.of(train, 1),
                    Cell.of(trainLeast, 1),
                    Cell.of(trainMost, 1),
                    Cell.of(inference, 1),
                    Cell.of(peakMib, 1),
                    Cell.of(trainAgainstTorch, 2),
                    Cell.of(inferenceAgainstTorch, 2),
                    Cell.of(trainAgainstStock, 2));
        }
    }

    /** Rows by network, cores and contestant, in the order measured. */
    List<Row> rows() {
        Set<List<Object>> keys = new LinkedHashSet<>();
        measurements.forEach(m -> keys.add(List.of(m.network(), m.cores(), m.contestant())));
        List<Row> rows = new ArrayList<>();
        for (List<Object> key : keys) {
            rows.add(row((String) key.get(0), (Integer) key.get(1), (String) key.get(2)));
        }
        return rows;
    }

    private Row row(String network, int cores, String contestant) {
        double train = median(network, cores, contestant, Measurement::train);
        double inference = median(network, cores, contestant, Measurement::inference);
        double[] rates = measurements.stream()
                .filter(m -> m.network().equals(network)
                        && m.cores() == cores
                        && m.contestant().equals(contestant))
                .mapToDouble(Measurement::train)
                .sorted()
                .toArray();
        return new Row(
                network,
                cores,
                contestant,
                train,
                rates[0],
                rates[rates.length - 1],
                inference,
                median(network, cores, contestant, Measurement::peakMib),
                train / torch(network, cores, Measurement::train),
                inference / torch(network, cores, Measurement::inference),
                train / median(network, cores, cores == 1 ? "stock" : "stock-spark", Measurement::train));
    }

    /** The better of PyTorch's medians; NaN if there is none. */
    private double torch(String network, int cores, ToDoubleFunction<Measurement> rate) {
        double contiguous = median(network, cores, "torch", rate);
        double channelsLast = median(network, cores, "torch-cl", rate);
        return Double.isNaN(contiguous)
                ? channelsLast
                : Double.isNaN(channelsLast) ? contiguous : Math.max(contiguous, channelsLast);
    }

    private double median(String network, int cores, String contestant, ToDoubleFunction<Measurement> value) {
        return Median.of(measurements.stream()
                .filter(m -> m.network().equals(network)
                        && m.cores() == cores
                        && m.contestant().equals(contestant))
                .map(value::applyAsDouble)
                .toList());
    }

    /** A table for the terminal. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-13s %5s %-10s %9s %17s %10s %9s %8s %8s %8s%n",
                "network",
                "cores",
                "who",
                "train/s",
                "min - max",
                "infer/s",
                "peak MiB",
                "x torch",
                "x infer",
                "x stock"));
        for (Row row : rows()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-13s %5d %-10s %9.1f %7.1f - %7.1f %10.1f %9.0f %8.2f %8.2f %8.2f%n",
                    row.network,
                    row.cores,
                    row.contestant,
                    row.train,
                    row.trainLeast,
                    row.trainMost,
                    row.inference,
                    row.peakMib,
                    row.trainAgainstTorch,
                    row.inferenceAgainstTorch,
                    row.trainAgainstStock));
        }
        return text.toString().replace("NaN", "  -");
    }

    /** Bars of the training rates relative to PyTorch's better format, a group for each network and number of cores. */
    GroupedBars chart() {
        return new GroupedBars(
                "Training throughput, PyTorch's better memory format = 1",
                "",
                "ratio",
                rows().stream()
                        .map(row -> new GroupedBars.Bar(
                                row.network + " x" + row.cores, row.contestant, row.trainAgainstTorch))
                        .toList());
    }
}
