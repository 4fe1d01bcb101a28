package org.dahlquist.jobs;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dahlquist.stability.LinearMultistepMethod;
import org.dahlquist.stability.NamedMethod;
import org.dahlquist.stability.Root;
import org.dahlquist.stability.StabilityClass;

/**
 * Coefficients, roots, order and class of some methods, as text and as CSV.
 *
 * @param methods one a row
 */
record StabilityTable(List<NamedMethod> methods) {
    private static final double LARGE = 1e6;

    /** Aligned columns, numbers rounded; coefficients that are 0 in every row have none. */
    String text() {
        List<Integer> a = used(LinearMultistepMethod::a);
        List<Integer> b = used(LinearMultistepMethod::b);
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("k"));
        a.forEach(i -> header.add("a" + i));
        b.forEach(i -> header.add("b" + i));
        header.addAll(List.of("moduli of the other roots", "order", "first failing", "class", "name"));
        lines.add(header);
        for (NamedMethod set : methods) {
            LinearMultistepMethod method = set.method();
            List<String> line = new ArrayList<>(
                    List.of(set.k().isPresent() ? rounded(set.k().getAsDouble()) : "-"));
            a.forEach(i -> line.add(coefficient(method.a(), i)));
            b.forEach(i -> line.add(coefficient(method.b(), i)));
            line.add(method.spuriousRoots().stream()
                    .map(root -> modulus(root.modulus()))
                    .collect(Collectors.joining(", ")));
            line.add(method.order() < 0 ? "-" : "" + method.order());
            line.add("C" + (method.order() + 1) + " = " + rounded(method.errorConstant()));
            line.add(kind(method));
            line.add(set.name());
            lines.add(line);
        }
        return aligned(lines, header.size() - 5);
    }

    /** The same with all digits. */
    String csv() {
        int steps = methods.stream().mapToInt(set -> set.method().steps()).max().orElse(0);
        int roots = methods.stream()
                .mapToInt(set -> set.method().spuriousRoots().size())
                .max()
                .orElse(0);
        StringWriter text = new StringWriter();
        CsvWriter csv = new CsvWriter(text, new CsvWriterSettings());
        List<String> header = new ArrayList<>(List.of("name", "k"));
        IntStream.range(0, steps).forEach(i -> header.add("a" + i));
        IntStream.range(0, steps).forEach(i -> header.add("b" + i));
        IntStream.rangeClosed(1, roots)
                .forEach(i -> header.addAll(List.of("root" + i + "_real", "root" + i + "_imag")));
        header.addAll(List.of(
                "largest_spurious_modulus", "order", "first_failing_condition", "defect", "root_condition", "class"));
        csv.writeHeaders(header);
        for (NamedMethod set : methods) {
            LinearMultistepMethod method = set.method();
            List<String> line = new ArrayList<>(
                    List.of(set.name(), set.k().isPresent() ? exact(set.k().getAsDouble()) : ""));
            IntStream.range(0, steps)
                    .forEach(i -> line.add(i < method.steps() ? exact(method.a().get(i)) : ""));
            IntStream.range(0, steps)
                    .forEach(i -> line.add(i < method.steps() ? exact(method.b().get(i)) : ""));
            List<Root> found = method.spuriousRoots();
            for (int i = 0; i < roots; i++) {
                line.add(i < found.size() ? exact(found.get(i).real()) : "");
                line.add(i < found.size() ? exact(found.get(i).imaginary()) : "");
            }
            line.add(exact(method.largestSpuriousModulus()));
            line.add(method.order() < 0 ? "" : "" + method.order());
            line.add("" + (method.order() + 1));
            line.add(exact(method.errorConstant()));
            line.add(method.satisfiesRootCondition() ? "holds" : "fails");
            line.add(method.stabilityClass().label());
            csv.writeRow(line);
        }
        csv.close();
        return text.toString();
    }

    /** The class, and what the class alone leaves open: roots of an inconsistent method, and a multiple root. */
    private static String kind(LinearMultistepMethod method) {
        String kind = method.stabilityClass().label();
        if (method.stabilityClass() == StabilityClass.INCONSISTENT && !method.satisfiesRootCondition()) {
            kind += " and unstable";
        }
        return switch (method.multiplicityOnCircle()) {
            case 0, 1 -> kind;
            case 2 -> kind + " (double root)";
            case 3 -> kind + " (triple root)";
            default -> kind + " (" + method.multiplicityOnCircle() + "-fold root)";
        };
    }

    /** Indices of the coefficients that some row has. */
    private List<Integer> used(Function<LinearMultistepMethod, List<Double>> list) {
        int steps = methods.stream().mapToInt(set -> set.method().steps()).max().orElse(0);
        return IntStream.range(0, steps)
                .filter(i -> methods.stream()
                        .map(set -> list.apply(set.method()))
                        .anyMatch(values -> i < values.size() && values.get(i) != 0))
                .boxed()
                .toList();
    }

    private static String coefficient(List<Double> values, int index) {
        return index < values.size() ? rounded(values.get(index)) : "";
    }

    /** A modulus with five decimals; a whole number, such as 0 and 1, which matter most, without. */
    private static String modulus(double value) {
        if (value >= LARGE) {
            return rounded(value);
        }
        String fixed = String.format(Locale.ROOT, "%.5f", value);
        return fixed.endsWith(".00000") ? fixed.substring(0, fixed.indexOf('.')) : fixed;
    }

    /** At most six decimals and no zeros behind them; a large number in scientific form. */
    private static String rounded(double value) {
        if (Math.abs(value) >= LARGE) {
            return String.format(Locale.ROOT, "%.5e", value);
        }
        String fixed = String.format(Locale.ROOT, "%.6f", value).replaceFirst("\\.?0+$", "");
        return fixed.equals("-0") ? "0" : fixed;
    }

    /** Every digit; -0 as 0. */
    private static String exact(double value) {
        return String.valueOf(value == 0 ? 0.0 : value);
    }

    /** The first columns to the right, as numbers, the others to the left. */
    private static String aligned(List<List<String>> lines, int numbers) {
        int columns = lines.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> IntStream.range(0, columns)
                        .mapToObj(column -> String.format(
                                "%" + (column < numbers ? "" : "-") + Math.max(1, widths[column]) + "s",
                                line.get(column)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
