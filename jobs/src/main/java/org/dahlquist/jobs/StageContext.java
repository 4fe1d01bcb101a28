package org.dahlquist.jobs;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.RunDirectory;

/**
 * What a running stage has at hand.
 *
 * @param session the Spark session
 * @param config settings of the run
 * @param directory the run's directory
 * @param output the stage's own directory, which exists
 */
record StageContext(SparkSession session, RunConfig config, RunDirectory directory, Path output) {
    JavaSparkContext spark() {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    Configuration hadoop() {
        return session.sparkContext().hadoopConfiguration();
    }

    Path input(String stage) {
        return directory.stage(stage);
    }

    PreparedData data() {
        return new PreparedData(input("prepare"), config.input());
    }

    Path model() {
        return new Path(directory.stage("train"), "model.zip");
    }
}
