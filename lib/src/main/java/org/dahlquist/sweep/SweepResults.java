package org.dahlquist.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came out of a sweep, setting by setting. */
public final class SweepResults {
    private final SweepFile sweep;
    private final Map<String, CellResult> results;
    private final List<SettingSummary> settings;

    /**
     * Gathers results.
     *
     * @param sweep the sweep
     * @param results results by cell id; cells may be missing
     */
    public SweepResults(SweepFile sweep, Map<String, CellResult> results) {
        this.sweep = sweep;
        this.results = Map.copyOf(results);
        this.settings = sweep.settings().values().stream()
                .map(cells -> SettingSummary.of(cells, results))
                .toList();
    }

    /** The sweep. */
    public SweepFile sweep() {
        return sweep;
    }

    /** The result of a cell, if there is one. */
    public Optional<CellResult> result(Cell cell) {
        return Optional.ofNullable(results.get(cell.id()));
    }

    /** The settings, in the order of the file. */
    public List<SettingSummary> settings() {
        return settings;
    }

    /** Whether the settings are several multistep methods, to be told apart by their roots. */
    public boolean comparesMethods() {
        return settings.stream()
                        .map(SettingSummary::coefficients)
                        .flatMap(Optional::stream)
                        .distinct()
                        .count()
                > 1;
    }

    /**
     * How accuracy goes with zero stability.
     *
     * @return for the test part and each noise, Spearman's rank correlation of the settings' mean accuracy with their
     *     largest spurious root's modulus; empty where methods aren't compared
     */
    public List<RankCorrelation> correlations() {
        List<RankCorrelation> correlations = new ArrayList<>();
        if (comparesMethods()) {
            accuracies().forEach((measure, bySetting) -> {
                List<SettingSummary> both = bySetting.keySet().stream()
                        .filter(setting -> setting.spuriousModulus().isPresent())
                        .toList();
                correlations.add(new RankCorrelation(
                        measure,
                        both.size(),
                        Statistics.rankCorrelation(
                                both.stream()
                                        .map(setting ->
                                                setting.spuriousModulus().orElseThrow())
                                        .toList(),
                                both.stream()
                                        .map(setting -> bySetting.get(setting).mean())
                                        .toList())));
            });
        }
        return correlations;
    }

    /**
     * One measure against the largest spurious root.
     *
     * @param measure "test", or a noise
     * @param settings settings compared
     * @param rho Spearman's coefficient, from −1 to 1
     */
    public record RankCorrelation(String measure, int settings, double rho) {}

    /** Accuracy of the settings on the test part, clean and under each noise; settings without a measurement left out. */
    public Map<String, Map<SettingSummary, Statistics>> accuracies() {
        Map<String, Map<SettingSummary, Statistics>> accuracies = new LinkedHashMap<>();
        for (SettingSummary setting : settings) {
            if (setting.test().count() > 0) {
                accuracies.computeIfAbsent("test", key -> new LinkedHashMap<>()).put(setting, setting.test());
            }
            setting.noise()
                    .forEach((noise, noisy) -> accuracies
                            .computeIfAbsent(noise, key -> new LinkedHashMap<>())
                            .put(setting, noisy.test()));
        }
        return accuracies;
    }
}
