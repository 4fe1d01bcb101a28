package org.dahlquist.cluster.neighbours;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.DoubleAccumulator;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.SparkFailures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the jobs of a neighbour graph: says every ten seconds how far they are, and guesses when the last will end. */
final class JoinProgress {
    private static final Logger LOG = LoggerFactory.getLogger(JoinProgress.class);
    private static final long POLL_SECONDS = 10;

    private final double work;
    private final DoubleAccumulator done;
    private final long start = System.nanoTime();
    private double kept;
    private String phase = "";

    /**
     * Nothing has ended yet.
     *
     * @param spark the context
     * @param work multiply-adds of all block pairs
     */
    JoinProgress(JavaSparkContext spark, double work) {
        this.work = work;
        this.done = spark.sc().doubleAccumulator("multiply-adds");
    }

    /** Where tasks add their multiply-adds. */
    DoubleAccumulator done() {
        return done;
    }

    /** Counts work that an earlier attempt has left. */
    void keep(double multiplyAdds) {
        kept += multiplyAdds;
    }

    /** Names what the next jobs are for. */
    void enter(String name) {
        phase = name;
    }

    /** Waits for a job. */
    <T> T follow(JavaFutureAction<T> job) {
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
            throw DahlquistException.cluster("knn-graph was interrupted; start it again to go on")
                    .causedBy(e);
        }
    }

    private String line() {
        double elapsed = (System.nanoTime() - start) * 1e-9;
        double here = done.value();
        return String.format(
                Locale.ROOT,
                "knn-graph  %s  done %.1f %%  elapsed %s  left %s",
                phase,
                100 * (kept + here) / work,
                clock(elapsed),
                here > 0 ? clock(elapsed * Math.max(0, work - kept - here) / here) : "unknown");
    }

    private static String clock(double seconds) {
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return String.format(Locale.ROOT, "%02d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
