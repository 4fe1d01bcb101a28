package org.dahlquist.cluster;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark in this JVM, without a user interface or a network address beyond loopback. */
public final class LocalSpark {
    private LocalSpark() {}

    /** A session with a number of task slots; stop it before starting another. */
    public static SparkSession start(int threads) {
        SparkConf conf = new SparkConf()
                .setMaster("local[" + threads + "]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
