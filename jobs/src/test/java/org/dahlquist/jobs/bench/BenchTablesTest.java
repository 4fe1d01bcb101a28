package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTablesTest {
    private static final List<Measurement> ROUNDS = List.of(
            measured("ours", 1, 1, 700, 2000, 800),
            measured("ours", 1, 2, 900, 3000, 820),
            measured("ours", 1, 3, 750, 2400, 810),
            measured("torch", 1, 1, 500, 1500, 600),
            measured("torch-cl", 1, 1, 450, 1600, 610),
            measured("stock", 1, 1, 20, 60, 4000),
            measured("ours", 2, 1, 1400, Double.NaN, 900));

    @Test
    void theMiddleOfTheRoundsCounts() {
        TrainSummary.Row ours = row("ours", 1);

        assertThat(ours.train()).isEqualTo(750);
        assertThat(ours.trainLeast()).isEqualTo(700);
        assertThat(ours.trainMost()).isEqualTo(900);
        assertThat(ours.inference()).isEqualTo(2400);
        assertThat(ours.peakMib()).isEqualTo(810);
    }

    @Test
    void pyTorchsBetterMemoryFormatIsTheMeasureOfTrainingAndOfInferenceEach() {
        assertThat(row("ours", 1).trainAgainstTorch()).isEqualTo(750.0 / 500);
        assertThat(row("ours", 1).inferenceAgainstTorch()).isEqualTo(2400.0 / 1600);
    }

    @Test
    void ratiosCompareTheSameNumberOfCores() {
        assertThat(row("ours", 1).trainAgainstStock()).isEqualTo(750.0 / 20);
        assertThat(row("ours", 2).trainAgainstStock()).isNaN();
        assertThat(row("ours", 2).trainAgainstTorch()).isNaN();
    }

    @Test
    void tablesLeaveOpenWhatWasNotMeasured() {
        assertThat(row("ours", 2).csv()).isEqualTo("zerosnet-20,2,ours,1400.0,1400.0,1400.0,,900.0,,,");
        assertThat(ROUNDS.get(6).csv()).isEqualTo("zerosnet-20,ours,2,1,1400.0,,900.0");
        assertThat(new TrainSummary(ROUNDS).text()).doesNotContain("NaN");
    }

    @Test
    void everyRowHasAsManyCellsAsItsHeader() {
        assertThat(ROUNDS).allSatisfy(row -> assertThat(cells(row.csv())).isEqualTo(cells(Measurement.HEADER)));
        assertThat(new TrainSummary(ROUNDS).rows())
                .allSatisfy(row -> assertThat(cells(row.csv())).isEqualTo(cells(TrainSummary.HEADER)));
    }

    @Test
    void medianOfAnEvenCountIsTheMeanOfTheMiddleTwo() {
        assertThat(Median.of(List.of(4.0, 1.0, 3.0, 100.0))).isEqualTo(3.5);
        assertThat(Median.of(List.of(5.0, Double.NaN, 1.0, 3.0))).isEqualTo(3);
        assertThat(Median.of(List.of(Double.NaN))).isNaN();
    }

    private static TrainSummary.Row row(String contestant, int cores) {
        return new TrainSummary(ROUNDS)
                .rows().stream()
                        .filter(row -> row.contestant().equals(contestant) && row.cores() == cores)
                        .findFirst()
                        .orElseThrow();
    }

    private static Measurement measured(
            String contestant, int cores, int round, double train, double inference, double peakMib) {
        return new Measurement("zerosnet-20", contestant, cores, round, train, inference, peakMib);
    }

    private static int cells(String line) {
        return line.split(",", -1).length;
    }
}
