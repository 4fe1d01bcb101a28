package org.dahlquist.cluster.sweep;

import java.time.Duration;
import java.util.Locale;
import org.dahlquist.sweep.CellResult;

/** Counts the cells of a sweep as they end, and guesses when the last will. */
final class SweepProgress {
    private final int cells;
    private final double work;
    private final long start = System.nanoTime();
    private int finished;
    private int diverged;
    private int failed;
    private double workDone;

    /**
     * Nothing has ended yet.
     *
     * @param cells cells to run
     * @param work of all of them, in any unit
     */
    SweepProgress(int cells, double work) {
        this.cells = cells;
        this.work = work;
    }

    /**
     * Counts a cell and describes where the sweep stands.
     *
     * @param result what became of the cell
     * @param cellWork its work
     * @param slots cells that run at once
     */
    String ended(CellResult result, double cellWork, int slots) {
        switch (result.status()) {
            case FINISHED -> finished++;
            case DIVERGED -> diverged++;
            case FAILED -> failed++;
        }
        workDone += cellWork;
        int ended = finished + diverged + failed;
        double elapsed = (System.nanoTime() - start) * 1e-9;
        return String.format(
                Locale.ROOT,
                "cells %d/%d  diverged %d  failed %d  running %d  elapsed %s  left %s  %s %s",
                ended,
                cells,
                diverged,
                failed,
                Math.min(slots, cells - ended),
                clock(elapsed),
                clock(elapsed * (work - workDone) / workDone),
                result.cell(),
                outcome(result));
    }

    private static String outcome(CellResult result) {
        return switch (result.status()) {
            case FINISHED ->
                String.format(
                        Locale.ROOT, "test_top1 %.4f in %.1f s", result.test().top1(), result.seconds());
            case DIVERGED -> "diverged: " + result.reason();
            case FAILED -> "failed: " + result.reason();
        };
    }

    private static String clock(double seconds) {
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return String.format(Locale.ROOT, "%02d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
