package org.dahlquist.run.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Test;

class WilsonIntervalTest {
    /** Newcombe, "Two-sided confidence intervals for the single proportion", Stat. Med. 17, 1998, table I, method 3. */
    @Test
    void agreesWithNewcombesTable() {
        assertInterval(WilsonInterval.of(81 / 263.0, 263), 0.2553, 0.3662);
        assertInterval(WilsonInterval.of(15 / 148.0, 148), 0.0624, 0.1605);
        assertInterval(WilsonInterval.of(0, 20), 0.0, 0.1611);
        assertInterval(WilsonInterval.of(1 / 29.0, 29), 0.0061, 0.1718);
    }

    @Test
    void staysInsideZeroAndOne() {
        assertThat(WilsonInterval.of(1, 5).high()).isEqualTo(1);
        assertThat(WilsonInterval.of(0, 5).low()).isZero();
    }

    @Test
    void refusesWhatIsNoAccuracy() {
        assertThatThrownBy(() -> WilsonInterval.of(Double.NaN, 10)).isInstanceOf(DahlquistException.class);
        assertThatThrownBy(() -> WilsonInterval.of(0.5, 0))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("0.5 on 0 samples");
    }

    private static void assertInterval(WilsonInterval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }
}
