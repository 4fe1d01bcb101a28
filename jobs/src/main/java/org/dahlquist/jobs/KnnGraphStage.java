package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.cluster.NeighbourGraph;

/** Finds the exact nearest neighbours of every feature vector. */
final class KnnGraphStage extends Stage {
    KnnGraphStage() {
        super(
                "knn-graph",
                "find the exact nearest neighbours of all features",
                List.of("embed"),
                List.of("neighbours"));
    }

    @Override
    Map<String, Object> run(StageContext context) {
        NeighbourGraph.Summary graph = NeighbourGraph.build(
                context.session(), context.input("embed"), context.config().neighbours(), context.output());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("points", graph.points());
        summary.put("k", graph.k());
        return summary;
    }
}
