package org.dahlquist.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code knn-graph/graph.json} holds.
 *
 * @param points vertices
 * @param k neighbours per point, counting the point itself
 * @param labelled training samples
 * @param unlabelled test samples
 * @param seconds time to build
 * @param search how the neighbours were found, and how many of the true ones; empty if not said
 * @param degrees neighbours in both directions, in words; empty if not counted
 * @param bytesRead features read by all executors; NaN if not said
 */
public record GraphResult(
        long points,
        int k,
        long labelled,
        long unlabelled,
        double seconds,
        String search,
        String degrees,
        double bytesRead) {
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
                json.path("seconds").asDouble(Double.NaN),
                search(json),
                degrees(json.path("shape")),
                json.path("work").path("feature_bytes").asDouble(Double.NaN));
    }

    private static String search(JsonNode json) {
        String backend = json.path("backend").asText();
        if (!backend.equals("EXACT")) {
            return backend.isEmpty()
                    ? ""
                    : backend.toLowerCase(Locale.ROOT) + ", recall "
                            + Numbers.decimal(json.path("recall").asDouble(), 4);
        }
        return "exact, kernel " + json.path("work").path("kernel").asText();
    }

    private static String degrees(JsonNode shape) {
        if (!shape.has("mean_degree")) {
            return "";
        }
        return shape.path("smallest_degree").asInt() + " to "
                + shape.path("largest_degree").asInt() + ", mean "
                + Numbers.decimal(shape.path("mean_degree").asDouble(), 1);
    }

    /** What a report says of it. */
    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Points", Numbers.grouped(points)));
        facts.add(new Fact("Neighbours per point (k)", Integer.toString(k)));
        if (!search.isEmpty()) {
            facts.add(new Fact("Search", search));
        }
        if (!degrees.isEmpty()) {
            facts.add(new Fact("Neighbours in either direction", degrees));
        }
        if (Double.isFinite(bytesRead)) {
            facts.add(new Fact("Features read", Numbers.decimal(bytesRead * 1e-6, 1) + " MB"));
        }
        facts.add(new Fact("Time to build", Numbers.duration(seconds)));
        return facts;
    }
}
