package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.dahlquist.cluster.neighbours.NeighbourGraph;
import org.dahlquist.run.GraphConfig;

/** Finds the nearest neighbours of every feature vector; resumes after its last finished pair of blocks. */
final class KnnGraphStage extends Stage {
    KnnGraphStage() {
        super(
                "knn-graph",
                "find the nearest neighbours of all features; resumes with the missing pairs of blocks",
                List.of("embed"),
                List.of("neighbours", "graph.backend", "graph.metric"));
    }

    @Override
    String resumesFrom() {
        return NeighbourGraph.UNFINISHED;
    }

    @Override
    Map<String, Object> run(StageContext context) {
        NeighbourGraph.Summary graph = NeighbourGraph.build(
                context.session(),
                context.input("embed"),
                context.config().neighbours(),
                settings(context),
                context.output());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("points", graph.points());
        summary.put("k", graph.k());
        summary.put("recall", graph.recall());
        return summary;
    }

    /** The settings with the folder of the graph to reuse; a name without a slash is a run beside this one. */
    private GraphConfig settings(StageContext context) {
        GraphConfig settings = context.config().graph();
        String reuse = settings.reuse();
        if (reuse.isEmpty() || reuse.contains("/")) {
            return settings;
        }
        Path run = new Path(context.directory().root().getParent(), reuse);
        return settings.withReuse(new Path(run, name()).toString());
    }
}
