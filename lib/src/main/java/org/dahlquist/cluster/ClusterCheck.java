package org.dahlquist.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.dahlquist.DahlquistException;

/** Checks on the driver, before the first task, that the cluster can run a training. */
public final class ClusterCheck {
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|[0-9]{1,6})(?:,[0-9]+)?])?");
    private static final Duration POLL = Duration.ofMillis(200);

    private ClusterCheck() {}

    /**
     * Waits until there are as many task slots as workers.
     *
     * @param spark the context
     * @param workers tasks that run side by side
     * @param patience how long executors may take to register
     * @throws DahlquistException if settings are unfit or there are too few slots in the end
     */
    public static void requireWorkers(JavaSparkContext spark, int workers, Duration patience) {
        requireSettings(spark.getConf());
        SparkContext context = spark.sc();
        ResourceProfile profile = context.resourceProfileManager().defaultResourceProfile();
        boolean fixed = spark.master().matches("local(\\[.*])?");
        long deadline = System.nanoTime() + (fixed ? 0 : patience.toNanos());
        int slots = context.maxNumConcurrentTasks(profile);
        while (slots < workers && System.nanoTime() < deadline) {
            pause();
            slots = context.maxNumConcurrentTasks(profile);
        }
        if (slots < workers) {
            throw DahlquistException.cluster(
                    "train.averaging.workers = %d needs as many task slots, but %s has %d%s; lower workers, or give"
                            + " Spark more cores (local[n], or spark.executor.instances x spark.executor.cores /"
                            + " spark.task.cpus)",
                    workers,
                    spark.master(),
                    slots,
                    fixed ? "" : " after waiting " + patience.toSeconds() + " s for executors");
        }
    }

    /**
     * Refuses dynamic allocation, and Kryo without a registrator.
     *
     * @param conf settings, before or after Spark has started
     * @throws DahlquistException (CLUSTER) naming the setting and its cure
     */
    public static void requireSettings(SparkConf conf) {
        if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
            throw DahlquistException.cluster(
                    "spark.dynamicAllocation.enabled is true; parameter averaging keeps its workers for the whole run."
                            + " Set it to false and give spark.executor.instances");
        }
        boolean kryo = conf.get("spark.serializer", "").endsWith("KryoSerializer");
        if (kryo && conf.get("spark.kryo.registrator", "").isEmpty()) {
            throw DahlquistException.cluster(
                    "spark.serializer is Kryo but spark.kryo.registrator isn't set; ND4J arrays would arrive null. Use"
                            + " the Java serializer: leave spark.serializer out");
        }
    }

    /**
     * Refuses, before Spark starts, a local master with fewer threads than workers; other masters are judged once their
     * executors have registered.
     *
     * @param conf settings, with {@code spark.master}
     * @param workers tasks that run side by side
     * @throws DahlquistException (CLUSTER) naming both numbers
     */
    public static void requireLocalSlots(SparkConf conf, int workers) {
        String master = conf.get("spark.master", "");
        Matcher threads = LOCAL.matcher(master);
        if (!threads.matches()) {
            return;
        }
        String given = threads.group(1) == null ? "1" : threads.group(1);
        int slots = given.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(given);
        if (slots < workers) {
            throw DahlquistException.cluster(
                    "train.averaging.workers = %d needs as many task slots, but %s has %d; lower workers, or give"
                            + " --master local[%d]",
                    workers, master, slots, workers);
        }
    }

    /**
     * Refuses to write to this machine's own disk when executors run on others: each would write to its own.
     *
     * <p>{@code spark.dahlquist.sharedOutput=true} says that the folder is mounted on every machine.
     *
     * @param conf settings, with {@code spark.master}
     * @param output where the run is written, with its scheme
     * @throws DahlquistException (CLUSTER) naming master and path
     */
    public static void requireSharedOutput(SparkConf conf, URI output) {
        String master = conf.get("spark.master", "");
        boolean oneHost = master.startsWith("local") || master.matches("spark://(localhost|127\\.0\\.0\\.1):.*");
        boolean mounted = conf.getBoolean("spark.dahlquist.sharedOutput", false);
        if (!oneHost && !mounted && "file".equals(output.getScheme())) {
            throw DahlquistException.cluster(
                    "the output must lie where every executor of %s can write, but %s is on each machine's own disk;"
                            + " give --out a shared file system, such as hdfs:// or s3a://, or, if that folder is mounted"
                            + " on every machine, --conf spark.dahlquist.sharedOutput=true",
                    master, output);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("interrupted while waiting for executors")
                    .causedBy(e);
        }
    }
}
