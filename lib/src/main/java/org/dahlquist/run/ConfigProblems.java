package org.dahlquist.run;

import com.typesafe.config.ConfigOrigin;
import java.io.File;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dahlquist.DahlquistException;

/** Everything wrong with one run or sweep file, reported together and once each. Not thread-safe. */
public final class ConfigProblems {
    private record Problem(int line, String place, String finding, String rule) {}

    private final String file;
    private final Set<Problem> problems = new LinkedHashSet<>();

    /**
     * No problems yet.
     *
     * @param file the file that is read, for the message
     */
    public ConfigProblems(String file) {
        this.file = file;
    }

    /** The file that is read. */
    public String file() {
        return file;
    }

    /**
     * Notes a problem.
     *
     * @param origin where it stands
     * @param finding a key, or key = value
     * @param rule what it breaks
     */
    public void add(ConfigOrigin origin, String finding, String rule) {
        int line = origin.lineNumber();
        problems.add(
                new Problem(line, line > 0 ? otherFile(origin) + "line " + line : origin.description(), finding, rule));
    }

    /**
     * Throws one exception that lists all problems, by line, if there are any.
     *
     * @throws DahlquistException (CONFIG)
     */
    public void throwIfAny() {
        if (problems.isEmpty()) {
            return;
        }
        int places = width(problems.stream().map(Problem::place).toList());
        int findings = width(problems.stream().map(Problem::finding).toList());
        StringBuilder text =
                new StringBuilder(file + ": " + problems.size() + (problems.size() == 1 ? " problem" : " problems"));
        problems.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .forEach(problem -> text.append(String.format(
                        "%n  %-" + places + "s  %-" + findings + "s  %s",
                        problem.place(),
                        problem.finding(),
                        problem.rule())));
        throw DahlquistException.config("%s", text);
    }

    /** The name of a file that this one builds upon. */
    private String otherFile(ConfigOrigin origin) {
        if (origin.filename() == null) {
            return "";
        }
        String name = new File(origin.filename()).getName();
        return name.equals(new File(file).getName()) ? "" : name + " ";
    }

    private static int width(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(1);
    }
}
