package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.cluster.NeighbourGraph;

/** Finds the exact nearest neighbours of every feature vector. */
final class KnnGraphStage implements Stage {
    @Override
    public String name() {
        return "knn-graph";
    }

    @Override
    public String description() {
        return "find the exact nearest neighbours of all features";
    }

    @Override
    public List<String> needs() {
        return List.of("embed");
    }

    @Override
    public List<String> settings() {
        return List.of("seed", "data", "network", "train", "neighbours");
    }

    @Override
    public Map<String, Object> run(StageContext context) {
        NeighbourGraph.Summary graph = NeighbourGraph.build(
                context.session(), context.input("embed"), context.config().neighbours(), context.output());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("points", graph.points());
        summary.put("k", graph.k());
        return summary;
    }
}
