package org.dahlquist.jobs.bench;

import org.apache.spark.sql.SparkSession;

/** The Spark of a measuring process. */
final class LocalSpark {
    private LocalSpark() {}

    /** Spark in this process, which listens to nobody else. */
    static SparkSession.Builder withSlots(int slots, String name) {
        return SparkSession.builder()
                .master("local[" + slots + "]")
                .appName(name)
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1");
    }
}
