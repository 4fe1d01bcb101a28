package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.dahlquist.cluster.preparation.DatasetPreparation;
import org.dahlquist.cluster.preparation.ImageSources;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardReport;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.RunConfig;

/** Raw files, or generated images, into Arrow shards with a manifest. */
final class PrepareStage extends Stage {
    /** All of data but max-bad-fraction, which may be raised to go on after a failure. */
    private static final List<String> OWN_SETTINGS = List.of(
            "seed",
            "data.dataset",
            "data.path",
            "data.train-limit",
            "data.test-limit",
            "data.shard-rows",
            "data.shapes",
            "data.encoding",
            "data.image-size",
            "data.fit",
            "data.jpeg-quality",
            "data.apply-exif-orientation",
            "data.max-pixels",
            "data.codec",
            "data.shard-bytes");

    PrepareStage() {
        super(
                "prepare",
                "read or generate the dataset; write Arrow shards and their manifest",
                List.of(),
                OWN_SETTINGS);
    }

    @Override
    String resumesFrom() {
        return ShardReport.FOLDER;
    }

    @Override
    void check(RunConfig config, Configuration hadoop, SparkConf spark) {
        ImageSources.check(hadoop, config.data(), config.seed());
    }

    @Override
    Map<String, Object> run(StageContext context) {
        Manifest manifest = DatasetPreparation.prepare(
                context.spark(), context.config().data(), context.config().seed(), context.output());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("train", manifest.split(Split.TRAIN).rows());
        summary.put("test", manifest.split(Split.TEST).rows());
        summary.put("classes", manifest.labels().size());
        if (context.config().data().dataset().isImageFiles()) {
            summary.put("bad_train", manifest.train().bad());
            summary.put("bad_test", manifest.test().bad());
            summary.put("codec", manifest.codec());
        }
        return summary;
    }
}
