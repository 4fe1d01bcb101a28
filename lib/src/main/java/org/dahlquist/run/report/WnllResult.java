package org.dahlquist.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What {@code wnll/wnll.json} holds.
 *
 * @param labelled labelled points (training samples)
 * @param unlabelled unlabelled points (test samples)
 * @param method gl, wnll or poisson; empty in files of older versions, as other values are 0 or empty there
 * @param components connected components of the graph
 * @param unreached unlabelled points in a component without labels
 * @param orphans what decided their class: softmax, nearest or refuse
 * @param settled unlabelled points in components with labels of one class only
 * @param systemComponents connected components of the system of the other unlabelled points
 * @param directComponents those of them solved directly
 * @param largestComponent rows of the largest
 * @param iterationsByClass iterations of each column
 * @param labelledToUnlabelled share of the labelled points' neighbours that are unlabelled
 * @param degreeCounts points with 0, 1, 2 ... neighbours in the symmetric graph
 * @param broadcastBytes bytes that every executor got once
 * @param haloBytes bytes exchanged in an iteration
 * @param iterations conjugate-gradient iterations of the slowest column
 * @param relativeResidual largest relative residual over the columns
 * @param top1 accuracy of the interpolation, a fraction
 * @param nearestNeighbourTop1 accuracy of the nearest labelled neighbour, a fraction
 * @param fiveNearestTop1 accuracy of the majority of the 5 nearest; NaN if the graph holds fewer
 * @param knnTop1 accuracy of the majority of the k nearest labelled neighbours, a fraction
 * @param knnK that k
 * @param seconds time to solve
 */
public record WnllResult(
        long labelled,
        long unlabelled,
        String method,
        long components,
        long unreached,
        String orphans,
        long settled,
        long systemComponents,
        long directComponents,
        long largestComponent,
        List<Integer> iterationsByClass,
        double labelledToUnlabelled,
        List<Integer> degreeCounts,
        long broadcastBytes,
        long haloBytes,
        int iterations,
        double relativeResidual,
        double top1,
        double nearestNeighbourTop1,
        double fiveNearestTop1,
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
                json.path("method").asText(""),
                json.path("components").asLong(),
                json.path("unreached").asLong(),
                json.path("orphans").asText(""),
                json.path("settled").asLong(),
                json.path("system_components").asLong(),
                json.path("direct_components").asLong(),
                json.path("largest_component").asLong(),
                numbers(json.path("iterations")),
                json.path("labelled_to_unlabelled").asDouble(Double.NaN),
                numbers(json.path("degree_counts")),
                json.path("broadcast_bytes").asLong(),
                json.path("halo_bytes").asLong(),
                (int) largest(json.path("iterations")),
                largest(json.path("relative_residuals")),
                json.path("top1").asDouble(Double.NaN),
                json.path("nearest_neighbour_top1").asDouble(Double.NaN),
                json.path("five_nearest_top1").asDouble(Double.NaN),
                json.path("knn_top1").asDouble(Double.NaN),
                json.path("knn_k").asInt(),
                json.path("seconds").asDouble(Double.NaN));
    }

    private static List<Integer> numbers(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private static double largest(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .max()
                .orElse(0);
    }
}
