package org.dahlquist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkClockTest {
    private static final String TIME = "\\d\\d:\\d\\d:\\d\\d";

    @Test
    void theEndIsUnknownBeforeAnythingIsDone() {
        assertThat(new WorkClock().text(0, 5)).matches("elapsed " + TIME + "  left unknown");
    }

    @Test
    void whatIsLeftTakesAsLongForItsSizeAsWhatIsDone() {
        assertThat(new WorkClock().text(5, 0)).matches("elapsed " + TIME + "  left 00:00:00");
        assertThat(new WorkClock().text(5, 1e18)).matches("elapsed " + TIME + "  left \\d{3,}:\\d\\d:\\d\\d");
    }
}
