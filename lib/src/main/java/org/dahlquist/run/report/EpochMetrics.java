package org.dahlquist.run.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.DahlquistException;

/**
 * One row of {@code train/metrics.csv}.
 *
 * @param epoch the epoch, from 1
 * @param loss mean cross-entropy of its training minibatches
 * @param trainTop1 fraction of its training images classified rightly, as they were met
 * @param testLoss mean cross-entropy on the test part; NaN where the epoch was not evaluated
 * @param testTop1 top-1 accuracy on the test part, a fraction; NaN where the epoch was not evaluated
 * @param learningRate the epoch's learning rate
 * @param imagesPerSecond training images per second, all workers together
 * @param computeSeconds seconds spent on the workers' local steps
 * @param waitingSeconds seconds the mean worker waited for the slowest
 * @param averagingSeconds seconds spent on averaging
 * @param inputSeconds seconds the mean worker waited for minibatches, part of those spent on local steps; NaN in files
 *     of older versions
 * @param loaderImagesPerSecond images per second that all loaders make beside the training; NaN where not measured
 * @param elapsedSeconds seconds since training began
 */
public record EpochMetrics(
        int epoch,
        double loss,
        double trainTop1,
        double testLoss,
        double testTop1,
        double learningRate,
        double imagesPerSecond,
        double computeSeconds,
        double waitingSeconds,
        double averagingSeconds,
        double inputSeconds,
        double loaderImagesPerSecond,
        double elapsedSeconds) {
    /**
     * Reads a metrics file; columns are found by name, unknown ones are skipped, absent or empty cells become NaN.
     *
     * @param csv the file's text, header first, no quoting
     * @param place where it was read from, for messages
     * @return the rows in file order
     * @throws DahlquistException if a row has more or fewer cells than the header, or a cell is no number
     */
    public static List<EpochMetrics> parse(String csv, String place) {
        List<String> lines = csv.lines().filter(line -> !line.isBlank()).toList();
        List<EpochMetrics> rows = new ArrayList<>();
        if (lines.isEmpty()) {
            return rows;
        }
        List<String> columns =
                Arrays.stream(lines.get(0).split(",", -1)).map(String::trim).toList();
        for (String line : lines.subList(1, lines.size())) {
            rows.add(row(columns, line, place));
        }
        return List.copyOf(rows);
    }

    private static EpochMetrics row(List<String> columns, String line, String place) {
        String[] cells = line.split(",", -1);
        if (cells.length != columns.size()) {
            throw DahlquistException.data(
                    "every row has as many cells as the header (%d), but one has %d: \"%s\" in %s; train again",
                    columns.size(), cells.length, line, place);
        }
        Map<String, Double> values = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
            values.put(columns.get(i), number(cells[i].trim(), line, place));
        }
        return new EpochMetrics(
                (int) cell(values, "epoch"),
                cell(values, "loss"),
                cell(values, "train_top1"),
                cell(values, "test_loss"),
                cell(values, "test_top1"),
                cell(values, "learning_rate"),
                cell(values, "images_per_second"),
                cell(values, "compute_seconds"),
                cell(values, "waiting_seconds"),
                cell(values, "averaging_seconds"),
                cell(values, "input_seconds"),
                cell(values, "loader_images_per_second"),
                cell(values, "elapsed_seconds"));
    }

    private static double cell(Map<String, Double> values, String column) {
        return values.getOrDefault(column, Double.NaN);
    }

    private static double number(String cell, String line, String place) {
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException notANumber) {
            throw DahlquistException.data(
                            "a metric is a number, but one is \"%s\" in row \"%s\" of %s; train again",
                            cell, line, place)
                    .causedBy(notANumber);
        }
    }
}
