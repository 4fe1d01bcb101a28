package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainSummaryTest {
    @Test
    void ratiosAreThoseOfMediansToTheBetterMemoryFormat() {
        List<Measurement> measurements = new ArrayList<>();
        double[] ours = {900, 700, 800};
        for (int round = 0; round < 3; round++) {
            measurements.add(new Measurement("net", "ours", 1, round + 1, ours[round], 3000, 100));
            measurements.add(new Measurement("net", "torch", 1, round + 1, 400, 1500, 90));
            measurements.add(new Measurement("net", "torch-cl", 1, round + 1, 500, 1000, 80));
        }
        measurements.add(new Measurement("net", "stock", 1, 1, 20, Double.NaN, 70));
        TrainSummary summary = new TrainSummary(measurements);

        TrainSummary.Row row = summary.rows().get(0);

        assertThat(row.train()).isEqualTo(800);
        assertThat(row.trainLeast()).isEqualTo(700);
        assertThat(row.trainMost()).isEqualTo(900);
        assertThat(row.trainAgainstTorch()).isEqualTo(1.6);
        assertThat(row.inferenceAgainstTorch()).isEqualTo(2);
        assertThat(row.trainAgainstStock()).isEqualTo(40);
        assertThat(row.csv()).isEqualTo("net,1,ours,800.0,700.0,900.0,3000.0,100.0,1.60,2.00,40.00");
        assertThat(summary.text()).contains("torch-cl").contains("1.60");
    }

    @Test
    void whatWasNotMeasuredStaysEmpty() {
        TrainSummary summary = new TrainSummary(List.of(new Measurement("net", "ours", 2, 1, 10, Double.NaN, 5)));

        assertThat(summary.rows().get(0).csv()).isEqualTo("net,2,ours,10.0,10.0,10.0,,5.0,,,");
        assertThat(new Measurement("net", "ours", 2, 1, 10, Double.NaN, 5).csv())
                .isEqualTo("net,ours,2,1,10.0,,5.0");
    }

    @Test
    void theMedianOfAnEvenCountIsTheMeanOfTheMiddleTwo() {
        assertThat(Median.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
        assertThat(Median.of(List.of(4.0, Double.NaN))).isEqualTo(4);
        assertThat(Median.of(List.of())).isNaN();
    }

    @Test
    void unknownNamesAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> BenchNetwork.of("alexnet"))
                .hasMessageStartingWith("CONFIG")
                .hasMessageContaining("zerosnet-20")
                .hasMessageContaining("alexnet");
        assertThatThrownBy(() -> Contestant.of("tensorflow")).hasMessageContaining("torch-cl");
    }

    @Test
    void theFloorIsTheLongerOfOperationsAndBytes() {
        MachinePeak peak = new MachinePeak(100, 10);

        assertThat(peak.floorSeconds(200, 10)).isEqualTo(2);
        assertThat(peak.floorSeconds(0, 50)).isEqualTo(5);
    }
}
