package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.dahlquist.cluster.ClusterCheck;
import org.dahlquist.cluster.training.DistributedTraining;
import org.dahlquist.cluster.training.TrainingSummary;
import org.dahlquist.run.RunConfig;
import org.dahlquist.training.LearningRateMatch;

/** Trains the network by averaging over Spark workers; resumes from its last checkpoint. */
final class TrainStage extends Stage {
    TrainStage() {
        super(
                "train",
                "train the network on Spark workers; resumes from its last checkpoint",
                List.of("prepare"),
                List.of("network", "train", "input.size", "input.centre-fraction", "input.cache-bytes"));
    }

    @Override
    String resumesFrom() {
        return "checkpoints";
    }

    @Override
    void check(RunConfig config, Configuration hadoop, SparkConf spark) {
        ClusterCheck.requireSettings(spark);
        ClusterCheck.requireLocalSlots(spark, config.train().averaging().workers());
        LearningRateMatch.resolve(hadoop, config.train());
    }

    @Override
    Map<String, Object> run(StageContext context) {
        TrainingSummary training = new DistributedTraining(
                        context.spark(), context.config(), context.input("prepare"), context.output())
                .run();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("epochs", training.epochs());
        summary.put("loss", training.finalLoss());
        summary.put("test_top1", training.testTop1());
        summary.put("training_seconds", training.seconds());
        return summary;
    }
}
