package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.cluster.evaluation.DistributedEvaluation;
import org.dahlquist.dataset.Split;
import org.dahlquist.training.Evaluation;

/** Judges the trained network on the test part. */
final class EvaluateStage extends Stage {
    EvaluateStage() {
        super(
                "evaluate",
                "judge the network on the test part: top-1, top-5, loss, confusion",
                List.of("prepare", "train"),
                List.of("evaluate"));
    }

    @Override
    Map<String, Object> run(StageContext context) {
        Evaluation evaluation = DistributedEvaluation.evaluate(
                context.session(),
                context.data(),
                context.model(),
                context.config().batchSize(),
                context.output());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("top1", evaluation.top1());
        summary.put("top5", evaluation.top5());
        summary.put("loss", evaluation.loss());
        if (context.config().evaluateTrain()) {
            Evaluation train = DistributedEvaluation.evaluate(
                    context.session(),
                    context.data(),
                    Split.TRAIN,
                    context.model(),
                    context.config().batchSize());
            summary.put("train_top1", train.top1());
            summary.put("train_loss", train.loss());
        }
        return summary;
    }
}
