package org.dahlquist.jobs;

import java.util.List;
import java.util.Map;
import org.dahlquist.cluster.evaluation.FeatureEmbedding;

/** Computes the penultimate features of both parts. */
final class EmbedStage extends Stage {
    EmbedStage() {
        super("embed", "compute the penultimate features of all samples", List.of("prepare", "train"), List.of());
    }

    @Override
    Map<String, Object> run(StageContext context) {
        FeatureEmbedding.embed(
                context.session(),
                context.data(),
                context.model(),
                context.config().batchSize(),
                context.output());
        return Map.of();
    }
}
