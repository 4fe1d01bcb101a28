package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.dahlquist.cluster.DatasetPreparation;
import org.dahlquist.cluster.ImageSources;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.RunConfig;

/** Raw files, or generated images, into Arrow shards with a manifest. */
final class PrepareStage extends Stage {
    PrepareStage() {
        super(
                "prepare",
                "read or generate the dataset; write Arrow shards and their manifest",
                List.of(),
                List.of("seed", "data"));
    }

    @Override
    void check(RunConfig config, Configuration hadoop, SparkConf spark) {
        ImageSources.open(hadoop, config.data(), config.seed());
    }

    @Override
    Map<String, Object> run(StageContext context) {
        Manifest manifest = DatasetPreparation.prepare(
                context.spark(), context.config().data(), context.config().seed(), context.output());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("train", manifest.split(Split.TRAIN).rows());
        summary.put("test", manifest.split(Split.TEST).rows());
        summary.put("classes", manifest.labels().size());
        return summary;
    }
}
