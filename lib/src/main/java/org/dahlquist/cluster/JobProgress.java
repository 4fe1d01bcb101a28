package org.dahlquist.cluster;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.dahlquist.DahlquistException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the jobs of a stage: says every ten seconds how far they are, and guesses when the last will end. */
public final class JobProgress {
    private static final Logger LOG = LoggerFactory.getLogger(JobProgress.class);
    private static final long POLL_SECONDS = 10;

    private final String stage;
    private final double work;
    private final DoubleSupplier done;
    private final WorkClock clock = new WorkClock();
    private double kept;
    private String phase = "";

    /**
     * Nothing has ended yet.
     *
     * @param stage name in the log
     * @param work of all jobs, kept or to be done, in any unit
     * @param done how much of it was done here so far; an accumulator, which adds up tasks that have ended, or a count of
     *     this process
     */
    public JobProgress(String stage, double work, DoubleSupplier done) {
        this.stage = stage;
        this.work = work;
        this.done = done;
    }

    /** Counts work that an earlier attempt has left. */
    public void keep(double earlier) {
        kept += earlier;
    }

    /** Names what the next jobs are for. */
    public void enter(String name) {
        phase = name;
    }

    /**
     * Waits for a job.
     *
     * @throws DahlquistException what failed a task, or CLUSTER if this thread is interrupted
     */
    public <T> T follow(JavaFutureAction<T> job) {
        try {
            while (true) {
                try {
                    return job.get(POLL_SECONDS, TimeUnit.SECONDS);
                } catch (TimeoutException stillRunning) {
                    LOG.info("{}", line());
                }
            }
        } catch (ExecutionException e) {
            throw SparkFailures.surfaced(e);
        } catch (InterruptedException e) {
            job.cancel(true);
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("%s was interrupted; start it again to go on", stage)
                    .causedBy(e);
        }
    }

    /** How far the jobs are. */
    String line() {
        double here = done.getAsDouble();
        return String.format(
                Locale.ROOT,
                "%s  %s  done %.1f %%  %s",
                stage,
                phase,
                100 * (kept + here) / work,
                clock.text(here, Math.max(0, work - kept - here)));
    }
}
