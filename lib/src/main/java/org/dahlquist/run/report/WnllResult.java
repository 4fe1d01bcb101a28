package org.dahlquist.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/**
 * What {@code wnll/wnll.json} holds.
 *
 * @param labelled labelled points (training samples)
 * @param unlabelled unlabelled points (test samples)
 * @param components connected components of the graph
 * @param unreached unlabelled points in a component without labels: they get no class and count as errors
 * @param iterations conjugate-gradient iterations of the slowest column
 * @param relativeResidual largest relative residual over the columns
 * @param top1 accuracy of the interpolation, a fraction
 * @param nearestNeighbourTop1 accuracy of the nearest labelled neighbour, a fraction
 * @param knnTop1 accuracy of the majority of the k nearest labelled neighbours, a fraction
 * @param knnK that k
 * @param seconds time to solve
 */
public record WnllResult(
        long labelled,
        long unlabelled,
        long components,
        long unreached,
        int iterations,
        double relativeResidual,
        double top1,
        double nearestNeighbourTop1,
        double knnTop1,
        int knnK,
        double seconds) {
    /**
     * Reads the file's content.
     *
     * @param json the parsed file
     * @return the result
     */
    static WnllResult of(JsonNode json) {
        return new WnllResult(
                json.path("labelled").asLong(),
                json.path("unlabelled").asLong(),
                json.path("components").asLong(),
                json.path("unreached").asLong(),
                (int) largest(json.path("iterations")),
                largest(json.path("relative_residuals")),
                json.path("top1").asDouble(Double.NaN),
                json.path("nearest_neighbour_top1").asDouble(Double.NaN),
                json.path("knn_top1").asDouble(Double.NaN),
                json.path("knn_k").asInt(),
                json.path("seconds").asDouble(Double.NaN));
    }

    private static double largest(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .max()
                .orElse(0);
    }
}
