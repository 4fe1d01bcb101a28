package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochMetricsTest {
    @Test
    void theLogLineIsTheDocumentedOne() {
        EpochMetrics row =
                new EpochMetrics(12, 0.4312, 0.8512, 0.5, 0.8471, 0.1, 5120, 10, 0.5, 1, 0.2, 24000, 18 * 60 + 40);

        assertThat(row.logLine(160, 3 * 3600 + 50 * 60 + 10))
                .isEqualTo(
                        "epoch 12/160  loss 0.4312  train_top1 0.8512  test_top1 0.8471  lr 0.100"
                                + "  images_per_second 5120  compute 10.0 s  input 0.2 s (loader 24000/s)  waiting 0.5 s  averaging 1.0 s  elapsed 00:18:40  left 03:50:10");
    }

    @Test
    void testCellsAreEmptyWhenNotEvaluated() {
        EpochMetrics row = new EpochMetrics(1, 0.5, 0.25, null, null, 0.1, 100, 2, 0.5, 1, 0, Double.NaN, 4);

        assertThat(row.csv()).isEqualTo("1,0.5,0.25,,,0.1,100.0,2.000,0.500,1.000,0.000,,4.000");
        assertThat(row.csv().split(",", -1)).hasSameSizeAs(EpochMetrics.HEADER.split(","));
        assertThat(row.logLine(2, 4)).doesNotContain("test_top1");
    }
}
