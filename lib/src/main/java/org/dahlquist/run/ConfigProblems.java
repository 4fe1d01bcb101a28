package org.dahlquist.run;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.dahlquist.DahlquistException;

/** Everything wrong with one run file, reported together. */
final class ConfigProblems {
    private record Problem(int line, String place, String finding, String rule) {}

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    ConfigProblems(String file) {
        this.file = file;
    }

    /** Notes that {@code finding} (a key, or key = value) at {@code origin} breaks {@code rule}. */
    void add(ConfigOrigin origin, String finding, String rule) {
        int line = origin.lineNumber();
        problems.add(new Problem(line, line > 0 ? "line " + line : origin.description(), finding, rule));
    }

    /** Throws one exception that lists all problems, by line, if there are any. */
    void throwIfAny() {
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

    private static int width(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(1);
    }
}
