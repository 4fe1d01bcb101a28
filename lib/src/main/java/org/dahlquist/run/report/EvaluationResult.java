package org.dahlquist.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.dahlquist.DahlquistException;

/**
 * What {@code evaluate/evaluation.json} holds.
 *
 * @param samples test samples
 * @param top1 top-1 accuracy, a fraction
 * @param top5 top-5 accuracy, a fraction; NaN if it was not recorded
 * @param loss mean cross-entropy; NaN if it was not recorded
 * @param labels class names
 * @param confusion long[classes][classes], rows are true classes, columns predicted ones; not copied
 */
public record EvaluationResult(
        long samples, double top1, double top5, double loss, List<String> labels, long[][] confusion) {
    /** Checks that the matrix is square and has a row per class. */
    public EvaluationResult {
        labels = List.copyOf(labels);
        for (long[] row : confusion) {
            if (confusion.length != labels.size() || row.length != labels.size()) {
                throw DahlquistException.data(
                        "a confusion matrix has one row and one column per class (%d), but has %d rows "
                                + "and a row of %d; evaluate again with --overwrite",
                        labels.size(), confusion.length, row.length);
            }
        }
    }

    /**
     * Reads the file's content.
     *
     * @param json the parsed file
     * @return the result
     */
    static EvaluationResult of(JsonNode json) {
        List<String> labels = new ArrayList<>();
        json.path("labels").forEach(label -> labels.add(label.asText()));
        JsonNode rows = json.path("confusion");
        long[][] confusion = new long[rows.size()][];
        for (int i = 0; i < rows.size(); i++) {
            confusion[i] = new long[rows.get(i).size()];
            for (int j = 0; j < confusion[i].length; j++) {
                confusion[i][j] = rows.get(i).get(j).asLong();
            }
        }
        return new EvaluationResult(
                json.path("samples").asLong(),
                json.path("top1").asDouble(Double.NaN),
                json.path("top5").asDouble(Double.NaN),
                json.path("loss").asDouble(Double.NaN),
                labels,
                confusion);
    }

    /** Test samples of a class: the sum of its row. */
    public long samplesOf(int label) {
        long sum = 0;
        for (long count : confusion[label]) {
            sum += count;
        }
        return sum;
    }

    /** Fraction of a class's samples that were classified rightly; NaN if it has none. */
    public double top1Of(int label) {
        return (double) confusion[label][label] / samplesOf(label);
    }
}
