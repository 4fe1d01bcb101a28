package org.dahlquist.cluster;

import java.time.Duration;
import java.util.Locale;

/** The time beside some work: what has passed, and what is left at the pace so far. */
public final class WorkClock {
    private final long start = System.nanoTime();

    /** Seconds since the start. */
    public double elapsed() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /**
     * As in "elapsed 00:01:30  left 00:00:45".
     *
     * @param done work since the start, in any unit
     * @param left work still to be done, in the same unit
     */
    public String text(double done, double left) {
        double elapsed = elapsed();
        return "elapsed " + clock(elapsed) + "  left " + (done > 0 ? clock(elapsed * left / done) : "unknown");
    }

    private static String clock(double seconds) {
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return String.format(Locale.ROOT, "%02d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
