package org.dahlquist.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.dahlquist.landscape.Flatness;

/**
 * How flat the minima of a sweep's settings are.
 *
 * @param sweep the sweep
 * @param cells what was found around the networks, by cell id
 */
public record FlatnessTable(SweepFile sweep, Map<String, Flatness> cells) {
    /**
     * {@code flatness.csv}: a row for each setting, with mean and sample standard deviation over its seeds of the
     * undeformed training loss, the ε-sharpness and the Hessian's largest eigenvalue.
     */
    public String csv() {
        CsvTable table = new CsvTable();
        sweep.settings().forEach((setting, members) -> {
            List<Flatness> found = members.stream()
                    .map(cell -> cells.get(cell.id()))
                    .filter(flatness -> flatness != null)
                    .toList();
            if (found.isEmpty()) {
                return;
            }
            table.row().cell("loss_surface_of", setting).cell("networks", found.size());
            add(table, "loss", found, flatness -> flatness.centre().loss());
            String epsilon = Texts.of(found.get(0).sharpness().epsilon());
            add(
                    table,
                    "sharpness_" + epsilon,
                    found,
                    flatness -> flatness.sharpness().max());
            if (found.stream().allMatch(flatness -> flatness.spectrum().isPresent())) {
                add(
                        table,
                        "largest_eigenvalue",
                        found,
                        flatness -> flatness.spectrum()
                                .orElseThrow()
                                .largest()
                                .get(0)
                                .value());
            }
        });
        return table.csv();
    }

    private static void add(CsvTable table, String column, List<Flatness> found, ToDoubleFunction<Flatness> measure) {
        List<Double> values =
                new ArrayList<>(found.stream().mapToDouble(measure).boxed().toList());
        Statistics statistics = Statistics.of(values);
        table.cell(column + "_mean", text(statistics.mean())).cell(column + "_std", text(statistics.deviation()));
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4g", value);
    }
}
