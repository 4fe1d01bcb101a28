package org.dahlquist.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dahlquist.landscape.Flatness;
import org.dahlquist.landscape.PointLoss;
import org.dahlquist.landscape.Sharpness;
import org.dahlquist.landscape.Spectrum;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTablesTest {
    @TempDir
    Path folder;

    private final Map<String, CellResult> results = new HashMap<>();
    private SweepFile sweep;

    @BeforeEach
    void study() throws IOException {
        File file = Files.writeString(folder.resolve("study.conf"), """
                settings.train.epochs = 5
                cells = [
                  { name = opt }
                  { name = taylor, network.coefficients = [1.5, -1, 0.5, 1] }
                  { name = ones, network.coefficients = [1, 1, 1, 1] }
                ]
                seeds = [1, 2, 3]
                """).toFile();
        sweep = SweepFile.read(file, List.of());
        measured("opt", 0.80, 0.82, 0.84);
        measured("taylor", 0.60, 0.50, 0.70);
        // One diverged, one failed, one missing.
        put("ones-seed1", CellResult.Status.DIVERGED, 0.1);
        results.put("ones-seed2", CellResult.failed("ones-seed2", "no, \"really\"", 10, 5, "1", "abc"));
    }

    @Test
    void aSettingsRowHasRootsClassMeanAndSampleDeviation() {
        List<String> rows = tables().tableCsv().lines().toList();

        // Means and deviations by hand: 80, 82, 84 have mean 82 and squares 4 + 0 + 4 over 3 - 1.
        assertThat(cell(rows, 1, "test_mean_percent")).isEqualTo("82.00");
        assertThat(cell(rows, 1, "test_std_percent")).isEqualTo("2.00");
        assertThat(cell(rows, 1, "test_noise_mean_percent")).isEqualTo("41.00");
        assertThat(cell(rows, 1, "test_noise_std_percent")).isEqualTo("1.00");
        assertThat(cell(rows, 1, "train_mean_percent")).isEmpty();
        assertThat(cell(rows, 1, "a0")).isEqualTo("0.333333");
        assertThat(cell(rows, 1, "root_moduli")).isEqualTo("1.00000 0.33333 0.33333");
        assertThat(cell(rows, 1, "stability")).isEqualTo("stable");
        assertThat(cell(rows, 2, "test_std_percent")).isEqualTo("10.00");
        assertThat(cell(rows, 2, "spurious_modulus")).isEqualTo("0.70711");
        assertThat(cell(rows, 3, "spurious_modulus")).as("no principal root").isEqualTo("1.83929");
        assertThat(cell(rows, 3, "stability")).isEqualTo("inconsistent");
        assertThat(cell(rows, 3, "cells")).isEqualTo("1");
        assertThat(cell(rows, 3, "diverged")).isEqualTo("1");
        assertThat(cell(rows, 3, "test_std_percent")).isEmpty();
        assertThat(cell(rows, 3, "epochs")).isEqualTo("5");
    }

    @Test
    void flatnessIsSummarisedBySetting() {
        Map<String, Flatness> flatness = Map.of(
                "opt-seed1", flatness(0.5, 1, 10),
                "opt-seed2", flatness(0.7, 3, 14),
                "taylor-seed3", flatness(0.9, 5, 40));

        // 10 and 14 have mean 12 and deviation sqrt((4 + 4) / 1).
        assertThat(new FlatnessTable(sweep, flatness).csv().lines())
                .containsExactly(
                        "loss_surface_of,networks,loss_mean,loss_std,sharpness_0.1_mean,sharpness_0.1_std,"
                                + "largest_eigenvalue_mean,largest_eigenvalue_std",
                        "opt,2,0.6000,0.1414,2.000,1.414,12.00,2.828",
                        "taylor,1,0.9000,,5.000,,40.00,");
    }

    private static Flatness flatness(double loss, double rise, double eigenvalue) {
        return new Flatness(
                new PointLoss(loss, 0.5),
                new Sharpness(0.1, List.of(rise / 2, rise)),
                Optional.of(new Spectrum(List.of(new Spectrum.Eigenvalue(eigenvalue, 0)), 3, true)));
    }

    @Test
    void accuracyFallsWithTheSpuriousRoot() {
        // Moduli 0.33, 0.71, 1.84 against means 0.82, 0.60, 0.10: every rank reversed.
        assertThat(new SweepResults(sweep, results).correlations().stream().map(SweepResults.RankCorrelation::measure))
                .containsExactly("test", "randn 0.04");
        assertThat(new SweepResults(sweep, results).correlations().get(0).rho()).isCloseTo(-1, within(1e-12));
        assertThat(tables().correlationsCsv()).contains("study.conf,test,3,-1.000\n");
    }

    @Test
    void everyCellHasARowWhateverBecameOfIt() {
        List<String> rows = tables().cellsCsv().lines().toList();

        assertThat(rows).hasSize(10);
        assertThat(rows.get(1)).startsWith("opt-seed1,opt,0.333333 0.555556 0.111111 1.77778,1,5,finished,");
        assertThat(rows.get(7)).contains(",diverged,");
        assertThat(rows.get(8)).contains(",failed,\"no, \"\"really\"\"\",");
        assertThat(rows.get(9)).contains(",3,5,missing,");
    }

    @Test
    void theTerminalShowsMeanAndDeviationOfTwoAndMore() {
        assertThat(tables().text()).contains("82.00 ± 2.00", "60.00 ± 10.00", "10.00 ", "1/3");
    }

    @Test
    void aResultReadsBack() {
        for (CellResult result : results.values()) {
            assertThat(CellResult.parse(result.json(), "test")).isEqualTo(result);
        }
    }

    private SweepTables tables() {
        return new SweepTables(new SweepResults(sweep, results));
    }

    private void measured(String setting, double... top1) {
        for (int i = 0; i < top1.length; i++) {
            put(setting + "-seed" + (i + 1), CellResult.Status.FINISHED, top1[i]);
        }
    }

    private void put(String cell, CellResult.Status status, double top1) {
        results.put(
                cell,
                new CellResult(
                        cell,
                        status,
                        "",
                        5,
                        10,
                        5,
                        0.5,
                        Score.of(Double.NaN, top1),
                        null,
                        List.of(new NoisyScore("randn 0.04", top1 / 2, null)),
                        60,
                        "a machine",
                        "1",
                        "abc"));
    }

    private static String cell(List<String> rows, int row, String column) {
        int index = Arrays.asList(rows.get(0).split(",")).indexOf(column);
        return rows.get(row).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)[index];
    }
}
