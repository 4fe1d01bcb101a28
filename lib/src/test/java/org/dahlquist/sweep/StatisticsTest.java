package org.dahlquist.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void theDeviationIsThatOfASample() {
        // mean 4, squares 4 + 0 + 4, divided by 3 - 1
        assertThat(Statistics.of(List.of(2.0, 4.0, 6.0))).isEqualTo(new Statistics(3, 4, 2));
        assertThat(Statistics.of(List.of(7.0)).mean()).isEqualTo(7);
        assertThat(Statistics.of(List.of(7.0)).deviation()).isNaN();
        assertThat(Statistics.of(List.of()).mean()).isNaN();
    }

    @Test
    void rankCorrelationSeesOrderAlone() {
        assertThat(Statistics.rankCorrelation(List.of(1.0, 2.0, 30.0), List.of(9.0, 8.0, -5.0)))
                .isCloseTo(-1, within(1e-12));
        // ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5), as scipy.stats.spearmanr gives
        assertThat(Statistics.rankCorrelation(List.of(1.0, 2.0, 2.0, 3.0), List.of(1.0, 2.0, 3.0, 4.0)))
                .isCloseTo(0.9486832980505138, within(1e-12));
        assertThat(Statistics.rankCorrelation(List.of(1.0, 1.0), List.of(1.0, 2.0)))
                .isNaN();
    }
}
