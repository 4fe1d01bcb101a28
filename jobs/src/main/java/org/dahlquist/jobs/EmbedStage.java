package org.dahlquist.jobs;

import java.util.List;
import java.util.Map;
import org.dahlquist.cluster.FeatureEmbedding;

/** Computes the penultimate features of both parts. */
final class EmbedStage implements Stage {
    @Override
    public String name() {
        return "embed";
    }

    @Override
    public String description() {
        return "compute the penultimate features of all samples";
    }

    @Override
    public List<String> needs() {
        return List.of("prepare", "train");
    }

    @Override
    public List<String> settings() {
        return List.of("seed", "data", "network", "train");
    }

    @Override
    public Map<String, Object> run(StageContext context) {
        FeatureEmbedding.embed(
                context.session(),
                context.input("prepare"),
                context.model(),
                context.config().batchSize(),
                context.output());
        return Map.of();
    }
}
