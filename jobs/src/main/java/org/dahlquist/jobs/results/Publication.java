package org.dahlquist.jobs.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dahlquist.DahlquistException;
import org.dahlquist.sweep.SweepTables;

/**
 * Results on show in a clone: the files of notebooks/results, and README with a table of each.
 *
 * <p>A table stands between {@code <!-- results NAME -->} and {@code <!-- end of results NAME -->}, where NAME is the
 * file's without extension.
 */
public final class Publication {
    private static final Pattern MARKER = Pattern.compile("<!-- results (\\S+) -->\n");
    private static final String END = "<!-- end of results %s -->\n";

    private final Path readme;
    private final Path results;

    /** The results of the clone at {@code root}. */
    public Publication(Path root) {
        this.readme = root.resolve("README.md");
        this.results = root.resolve("notebooks/results");
    }

    /**
     * Adds a sweep, or replaces it, and renews README.
     *
     * @param sweepId its id, which names the file
     * @param tables its tables
     * @return the files written
     */
    public List<Path> publish(String sweepId, SweepTables tables) throws IOException {
        String text = Files.readString(readme);
        List<Path> written = new ArrayList<>();
        written.add(Files.writeString(results.resolve(sweepId + ".csv"), tables.tableCsv()));
        if (tables.results().comparesMethods()) {
            written.add(Files.writeString(results.resolve(sweepId + "-correlations.csv"), tables.correlationsCsv()));
        }
        written.add(Files.writeString(readme, renewed(text)));
        return written;
    }

    /** Whether README shows what is in the files. */
    boolean isCurrent() throws IOException {
        String text = Files.readString(readme);
        return text.equals(renewed(text));
    }

    /** Renews README's tables. */
    void renew() throws IOException {
        Files.writeString(readme, renewed(Files.readString(readme)));
    }

    /** README with every table made anew; a file without a place gets one behind the last table. */
    private String renewed(String text) throws IOException {
        String renewed = text;
        List<String> known = new ArrayList<>();
        for (ResultsCsv csv : ResultsCsv.all(results)) {
            known.add(csv.name());
            renewed = placed(renewed, csv);
        }
        Matcher marker = MARKER.matcher(renewed);
        while (marker.find()) {
            if (!known.contains(marker.group(1))) {
                throw DahlquistException.data(
                        "%s has a table %s, but there is no %s.csv in %s; remove the table or add the file",
                        readme, marker.group(1), marker.group(1), results);
            }
        }
        return renewed;
    }

    private String placed(String text, ResultsCsv csv) {
        String begin = "<!-- results " + csv.name() + " -->\n";
        String end = String.format(END, csv.name());
        String block = begin + ResultsTable.of(csv) + end;
        int from = text.indexOf(begin);
        if (from < 0) {
            int last = lastEnd(text);
            return text.substring(0, last) + "\n" + block + text.substring(last);
        }
        int to = text.indexOf(end, from);
        if (to < 0) {
            throw DahlquistException.data("%s has \"%s\" without \"%s\" behind it", readme, begin.trim(), end.trim());
        }
        return text.substring(0, from) + block + text.substring(to + end.length());
    }

    private int lastEnd(String text) {
        Matcher end = Pattern.compile("<!-- end of results \\S+ -->\n").matcher(text);
        int last = -1;
        while (end.find()) {
            last = end.end();
        }
        if (last < 0) {
            throw DahlquistException.data(
                    "%s has no place for tables; write \"<!-- results runs -->\" and \"<!-- end of results runs -->\""
                            + " where the first shall be",
                    readme);
        }
        return last;
    }
}
