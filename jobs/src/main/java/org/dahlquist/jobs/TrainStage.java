package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.ClusterCheck;
import org.dahlquist.cluster.DistributedTraining;
import org.dahlquist.cluster.TrainingSummary;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.TrainConfig;

/** Trains the network by averaging over Spark workers; resumes from its last checkpoint. */
final class TrainStage extends Stage {
    TrainStage() {
        super(
                "train",
                "train the network on Spark workers; resumes from its last checkpoint",
                List.of("prepare"),
                List.of("network", "train"));
    }

    @Override
    String resumesFrom() {
        return "checkpoints";
    }

    @Override
    void check(RunConfig config, Configuration hadoop, SparkConf spark) {
        ClusterCheck.requireSettings(spark);
        ClusterCheck.requireLocalSlots(spark, config.train().averaging().workers());
        if (config.train().averaging().mode() == TrainConfig.AveragingMode.UPSTREAM) {
            requirePlain(config.train());
        }
    }

    /** DL4J's own averaging makes its steps itself. */
    private static void requirePlain(TrainConfig train) {
        if (train.deformation().function() != TrainConfig.DeformationFunction.NONE
                || train.precision() != TrainConfig.Precision.FLOAT32) {
            throw DahlquistException.config(
                    "train.averaging.mode = upstream knows neither deformations nor bfloat16, but"
                            + " train.deformation.function = %s and train.precision = %s; use mode = parameters",
                    name(train.deformation().function()), name(train.precision()));
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
