package org.dahlquist.cluster.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.SharedData;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.cluster.evaluation.DistributedEvaluation;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.preparation.DatasetPreparation;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.RunFile;
import org.dahlquist.training.Evaluation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ImageNetMiniTest {
    @TempDir
    private java.nio.file.Path folder;

    @Test
    void zeroSNet18LearnsFiftyImagesByHeartFromTheirFiles() {
        java.nio.file.Path images = SharedData.require("data/imagenet-mini");
        RunConfig config = RunFile.read(
                        new File("../conf/runs/imagenet-mini-zerosnet18.conf"), List.of("data.path=" + images))
                .config();
        try (SparkSession session = LocalSpark.start(2)) {
            JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            Manifest manifest = DatasetPreparation.prepare(spark, config.data(), config.seed(), path("prepared"));
            assertThat(manifest.encoding()).isEqualTo(Manifest.Encoding.JPEG);
            assertThat(manifest.train().rows()).isEqualTo(50);

            new DistributedTraining(spark, config, path("prepared"), path("train")).run();

            PreparedData data = new PreparedData(path("prepared"), config.input());
            Evaluation train = DistributedEvaluation.evaluate(
                    session, data, Split.TRAIN, path("train/model.zip"), config.batchSize());
            assertThat(train.top1()).isGreaterThanOrEqualTo(0.95);
        }
    }

    private Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }
}
