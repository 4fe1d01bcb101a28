package org.dahlquist.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.stability.Coefficients;
import org.dahlquist.stability.Root;

/**
 * What the seeds of one setting have in common.
 *
 * @param setting its name
 * @param cells its cells
 * @param results their results, those that were measured
 * @param coefficients of its multistep method, if the network is one
 * @param test accuracy on the test part
 * @param train accuracy on the training part, without augmentation; of no values if that wasn't asked for
 * @param noise accuracies on noisy images, by noise
 */
public record SettingSummary(
        String setting,
        List<Cell> cells,
        List<CellResult> results,
        Optional<Coefficients> coefficients,
        Statistics test,
        Statistics train,
        Map<String, Noisy> noise) {
    /**
     * Accuracies under one noise.
     *
     * @param test on the test part
     * @param train on the training part; of no values if that wasn't asked for
     */
    public record Noisy(Statistics test, Statistics train) {}

    /**
     * Summarises one setting.
     *
     * @param cells its cells
     * @param results results by cell id; cells without one, and those that failed, are left out
     */
    public static SettingSummary of(List<Cell> cells, Map<String, CellResult> results) {
        List<CellResult> measured = cells.stream()
                .map(cell -> results.get(cell.id()))
                .filter(result -> result != null && result.isMeasured())
                .toList();
        Map<String, Noisy> noise = new LinkedHashMap<>();
        measured.stream()
                .flatMap(result -> result.noise().stream())
                .collect(Collectors.groupingBy(NoisyScore::noise, LinkedHashMap::new, Collectors.toList()))
                .forEach((name, scores) -> noise.put(
                        name, new Noisy(statistics(scores, NoisyScore::test), statistics(scores, NoisyScore::train))));
        return new SettingSummary(
                cells.get(0).setting(),
                List.copyOf(cells),
                measured,
                coefficients(cells.get(0).run().config()),
                statistics(measured, result -> result.test().top1()),
                statistics(
                        measured, result -> result.trainScore().map(Score::top1).orElse(null)),
                noise);
    }

    /** How many of its trainings diverged. */
    public long diverged() {
        return results.stream()
                .filter(result -> result.status() == CellResult.Status.DIVERGED)
                .count();
    }

    /** The seeds that were measured, as in "1, 2, 3". */
    public String seeds() {
        List<String> measured = results.stream().map(CellResult::cell).toList();
        return cells.stream()
                .filter(cell -> measured.contains(cell.id()))
                .map(cell -> Long.toString(cell.seed()))
                .collect(Collectors.joining(", "));
    }

    /**
     * The largest modulus among the spurious roots: all but the principal root 1, which an inconsistent method lacks.
     *
     * @return empty if the network isn't a multistep method
     */
    public Optional<Double> spuriousModulus() {
        return coefficients.map(set -> set.method().largestSpuriousModulus());
    }

    /** Moduli of the three characteristic roots, the principal one first. */
    static List<Double> moduli(Coefficients coefficients) {
        return coefficients.roots().stream().map(Root::modulus).toList();
    }

    private static Optional<Coefficients> coefficients(RunConfig config) {
        NetworkConfig.Architecture architecture = config.network().architecture();
        if (architecture.isZeroSNet()) {
            return config.network().variant() == NetworkConfig.Variant.TRA
                    ? Optional.empty()
                    : Optional.of(Coefficients.of(config.network().coefficients()));
        }
        return architecture == NetworkConfig.Architecture.PRERESNET
                ? Optional.of(Coefficients.RESIDUAL)
                : Optional.empty();
    }

    private static <T> Statistics statistics(List<T> items, Function<T, Double> value) {
        return Statistics.of(new ArrayList<>(
                items.stream().map(value).filter(Objects::nonNull).toList()));
    }
}
