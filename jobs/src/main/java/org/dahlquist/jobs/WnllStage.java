package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.cluster.Interpolation;
import org.dahlquist.dataset.Manifest;

/** Interpolates the labels of the training part over the graph. */
final class WnllStage implements Stage {
    @Override
    public String name() {
        return "wnll";
    }

    @Override
    public String description() {
        return "interpolate the training labels over the graph (WNLL)";
    }

    @Override
    public List<String> needs() {
        return List.of("prepare", "embed", "knn-graph");
    }

    @Override
    public List<String> settings() {
        return List.of("seed", "data", "network", "train", "neighbours", "wnll");
    }

    @Override
    public Map<String, Object> run(StageContext context) {
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
