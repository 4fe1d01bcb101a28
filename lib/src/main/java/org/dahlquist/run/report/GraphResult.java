package org.dahlquist.run.report;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What {@code knn-graph/graph.json} holds.
 *
 * @param points vertices
 * @param k neighbours per point, counting the point itself
 * @param labelled training samples
 * @param unlabelled test samples
 * @param seconds time to build
 */
public record GraphResult(long points, int k, long labelled, long unlabelled, double seconds) {
    /**
     * Reads the file's content.
     *
     * @param json the parsed file
     * @return the result
     */
    static GraphResult of(JsonNode json) {
        return new GraphResult(
                json.path("points").asLong(),
                json.path("k").asInt(),
                json.path("labelled").asLong(),
                json.path("unlabelled").asLong(),
                json.path("seconds").asDouble(Double.NaN));
    }
}
