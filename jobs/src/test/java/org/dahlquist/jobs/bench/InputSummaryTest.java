package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputSummaryTest {
    @Test
    void theMedianOfEachInputAndNumberOfThreadsIsTold() {
        InputSummary summary = new InputSummary();
        for (double rate : new double[] {90, 110, 100}) {
            summary.add("raw 32", 1, 100 * rate);
            summary.add("raw 32", 2, 190 * rate);
        }

        assertThat(summary.csv())
                .containsExactly(
                        "input,threads,rounds,images_per_second,min,max",
                        "raw 32,1,3,10000.0,9000.0,11000.0",
                        "raw 32,2,3,19000.0,17100.0,20900.0");
        assertThat(summary.text().lines()).hasSize(3).last().asString().contains("19000.0", "17100.0 -   20900.0");
    }
}
