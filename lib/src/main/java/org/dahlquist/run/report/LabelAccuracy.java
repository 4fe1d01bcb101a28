package org.dahlquist.run.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dahlquist.DahlquistException;

/**
 * Accuracy of one method with so many labels, over some draws of them: a row of {@code labels.csv}.
 *
 * @param labelsPerClass labelled samples of each class
 * @param method nearest, gl, wnll or poisson
 * @param trials draws
 * @param top1 mean fraction of the unlabelled samples classified rightly
 * @param deviation sample standard deviation of that fraction; NaN of one trial
 * @param unreached mean number of samples that no label reaches, which count as wrong
 */
public record LabelAccuracy(
        int labelsPerClass, String method, int trials, double top1, double deviation, double unreached) {
    /** Name of the file. */
    public static final String FILE_NAME = "labels.csv";

    private static final String HEADER = "labels_per_class,method,trials,top1,deviation,unreached";
    private static final int CELLS = 6;

    /**
     * Writes rows as text.
     *
     * @param rows the rows
     * @return the content of the file, header first
     */
    public static String csv(List<LabelAccuracy> rows) {
        return rows.stream()
                .map(row -> String.join(
                        ",",
                        Integer.toString(row.labelsPerClass()),
                        row.method(),
                        Integer.toString(row.trials()),
                        Double.toString(row.top1()),
                        Double.toString(row.deviation()),
                        Double.toString(row.unreached())))
                .collect(Collectors.joining("\n", HEADER + "\n", "\n"));
    }

    /**
     * Reads the text that {@link #csv} wrote.
     *
     * @param csv the file's text
     * @param place where it was read from, for messages
     * @return the rows in file order; none of an empty text
     * @throws DahlquistException (DATA) if a line is no row
     */
    public static List<LabelAccuracy> parse(String csv, String place) {
        List<LabelAccuracy> rows = new ArrayList<>();
        for (String line : csv.lines().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            try {
                if (cells.length != CELLS) {
                    throw new NumberFormatException(cells.length + " cells");
                }
                rows.add(new LabelAccuracy(
                        Integer.parseInt(cells[0]),
                        cells[1],
                        Integer.parseInt(cells[2]),
                        Double.parseDouble(cells[3]),
                        Double.parseDouble(cells[4]),
                        Double.parseDouble(cells[5])));
            } catch (NumberFormatException e) {
                throw DahlquistException.data(
                                "a row must be %s, but one is \"%s\" in %s; run labels again with --overwrite",
                                HEADER, line, place)
                        .causedBy(e);
            }
        }
        return List.copyOf(rows);
    }

    /** Mean and deviation in percent, as in "95.64 ± 0.47". */
    public String percent() {
        String mean = Numbers.decimal(100 * top1, 2);
        return Double.isNaN(deviation) ? mean : mean + " \u00b1 " + Numbers.decimal(100 * deviation, 2);
    }

    /** A table in Markdown: a row for each method, a column for each number of labels, percent. */
    public static String markdown(List<LabelAccuracy> rows) {
        List<Integer> counts =
                rows.stream().map(LabelAccuracy::labelsPerClass).distinct().toList();
        StringBuilder table = new StringBuilder("| labels per class |");
        counts.forEach(count -> table.append(' ').append(count).append(" |"));
        table.append("\n|---|").append("---|".repeat(counts.size())).append('\n');
        for (String method : rows.stream().map(LabelAccuracy::method).distinct().toList()) {
            table.append("| ").append(method).append(" |");
            for (int count : counts) {
                String cell = rows.stream()
                        .filter(row -> row.method().equals(method) && row.labelsPerClass() == count)
                        .map(LabelAccuracy::percent)
                        .findFirst()
                        .orElse("");
                table.append(' ').append(cell).append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }
}
