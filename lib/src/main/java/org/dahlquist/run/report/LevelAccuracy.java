package org.dahlquist.run.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dahlquist.DahlquistException;

/**
 * Accuracy under one noise or attack at one level: a row of {@code robustness.csv}.
 *
 * @param kind randn, rand, const, fgsm, ifgsm, pgd or cw-l2
 * @param level factor of the noise or radius of the attack, in pixels of [0, 1]
 * @param samples test samples judged
 * @param correct how many of them were classified rightly
 * @param meanL2 mean over the samples of the L2 norm of what was done to them, in pixels of [0, 1]
 */
public record LevelAccuracy(String kind, double level, long samples, long correct, double meanL2) {
    /** Name of the file. */
    public static final String FILE_NAME = "robustness.csv";

    private static final String HEADER = "kind,level,samples,correct,accuracy,mean_l2";
    private static final int CELLS = 6;

    /** Fraction classified rightly; NaN without samples. */
    public double accuracy() {
        return (double) correct / samples;
    }

    /**
     * Writes rows as text.
     *
     * @param rows the rows
     * @return the content of the file, header first
     */
    public static String csv(List<LevelAccuracy> rows) {
        return rows.stream()
                .map(row -> String.join(
                        ",",
                        row.kind(),
                        Double.toString(row.level()),
                        Long.toString(row.samples()),
                        Long.toString(row.correct()),
                        Double.toString(row.accuracy()),
                        Double.toString(row.meanL2())))
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
    public static List<LevelAccuracy> parse(String csv, String place) {
        List<LevelAccuracy> rows = new ArrayList<>();
        for (String line : csv.lines().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            try {
                if (cells.length != CELLS) {
                    throw new NumberFormatException(cells.length + " cells");
                }
                rows.add(new LevelAccuracy(
                        cells[0],
                        Double.parseDouble(cells[1]),
                        Long.parseLong(cells[2]),
                        Long.parseLong(cells[3]),
                        Double.parseDouble(cells[5])));
            } catch (NumberFormatException e) {
                throw DahlquistException.data(
                                "a row must be %s, but one is \"%s\" in %s; run robustness again with --overwrite",
                                HEADER, line, place)
                        .causedBy(e);
            }
        }
        return List.copyOf(rows);
    }
}
