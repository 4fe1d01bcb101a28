package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.cluster.Interpolation;
import org.dahlquist.dataset.Manifest;

/** Interpolates the labels of the training part over the graph. */
final class WnllStage extends Stage {
    WnllStage() {
        super(
                "wnll",
                "interpolate the training labels over the graph (WNLL)",
                List.of("prepare", "embed", "knn-graph"),
                List.of("wnll"));
    }

    @Override
    Map<String, Object> run(StageContext context) {
        int classes = Manifest.read(context.hadoop(), context.input("prepare"))
                .labels()
                .size();
        Interpolation.Summary interpolation = Interpolation.solve(
                context.session(),
                context.input("embed"),
                context.input("knn-graph"),
                classes,
                context.config().wnll(),
                context.config().neighbours(),
                context.output());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("top1", interpolation.top1());
        summary.put("knn_top1", interpolation.knnTop1());
        summary.put("unreached", interpolation.unreached());
        return summary;
    }
}
