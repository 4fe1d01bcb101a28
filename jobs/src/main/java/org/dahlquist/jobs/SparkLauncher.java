package org.dahlquist.jobs;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Starts Spark when the first stage needs it, and stops it in the end. */
final class SparkLauncher implements AutoCloseable {
    private final SparkConf conf;
    private SparkSession session;

    /**
     * Settings come from spark-submit, if it started this program; then from here.
     *
     * @param name application name
     * @param master Spark master, or null for spark-submit's, or local[*]
     */
    SparkLauncher(String name, String master) {
        conf = new SparkConf().setAppName(name);
        if (master != null) {
            conf.setMaster(master);
        }
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.sql.session.timeZone", "UTC");
        // Parameters hardly compress, and a worker's return is small enough to skip the block manager.
        conf.setIfMissing("spark.broadcast.compress", "false");
        conf.setIfMissing("spark.task.maxDirectResultSize", "64m");
        // SIMD for training and nearest neighbours on executors that bring no options of their own.
        conf.setIfMissing("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector");
        if (conf.get("spark.master").startsWith("local")) {
            conf.setIfMissing("spark.ui.enabled", "false");
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
    }

    /** Spark's settings, also before it has started. */
    SparkConf settings() {
        return conf;
    }

    /** Hadoop's settings, also before Spark has started. */
    Configuration hadoop() {
        return SparkHadoopUtil.get().newConfiguration(conf);
    }

    SparkSession session() {
        if (session == null) {
            session = SparkSession.builder().config(conf).getOrCreate();
        }
        return session;
    }

    @Override
    public void close() {
        if (session != null) {
            session.stop();
        }
    }
}
