package org.dahlquist.cluster.preparation;

import java.time.Duration;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.dahlquist.dataset.ShardReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the shards of a dataset are, counted as they are finished, and when they will be done. */
final class PreparationProgress {
    private static final Logger LOG = LoggerFactory.getLogger(PreparationProgress.class);
    private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

    private final long images;
    private final LongAccumulator done;
    private final LongAccumulator bad;
    private final LongAccumulator bytes;
    private final long start = System.nanoTime();
    private long reported = start;

    /** Starts the clock for {@code images} images that are still to be read. */
    PreparationProgress(JavaSparkContext spark, long images) {
        this.images = images;
        this.done = spark.sc().longAccumulator();
        this.bad = spark.sc().longAccumulator();
        this.bytes = spark.sc().longAccumulator();
    }

    /** What a task adds when its shard is finished. */
    Counters counters() {
        return new Counters(done, bad, bytes);
    }

    /** Bad images so far. */
    long bad() {
        return bad.value();
    }

    /** Logs a line, unless the last one is recent. */
    void tick() {
        long now = System.nanoTime();
        if (now - reported >= INTERVAL && LOG.isInfoEnabled()) {
            reported = now;
            LOG.info(line((now - start) * 1e-9));
        }
    }

    private String line(double seconds) {
        String line = String.format(
                Locale.ROOT,
                "%,d of %,d files  %,d bad  %.1f MB/s  %.0f images/s",
                done.value(),
                images,
                bad.value(),
                bytes.value() * 1e-6 / seconds,
                done.value() / seconds);
        return done.value() == 0 ? line : line + "  " + remaining(seconds * (images - done.value()) / done.value());
    }

    private static String remaining(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d:%02d left", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** The counters as tasks know them. */
    record Counters(LongAccumulator done, LongAccumulator bad, LongAccumulator bytes) implements java.io.Serializable {
        void add(ShardReport report) {
            done.add(report.shard().rows() + (long) report.bad().size());
            bad.add(report.bad().size());
            bytes.add(report.sourceBytes());
        }
    }
}
