package org.dahlquist.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the report needs of {@code prepare/manifest.json}.
 *
 * @param name the dataset
 * @param labels class names
 * @param trainSamples training samples
 * @param testSamples test samples
 */
public record DatasetResult(String name, List<String> labels, long trainSamples, long testSamples) {
    static DatasetResult of(JsonNode json) {
        List<String> labels = new ArrayList<>();
        json.path("labels").forEach(label -> labels.add(label.asText()));
        return new DatasetResult(
                json.path("dataset").asText(),
                List.copyOf(labels),
                json.path("train").path("rows").asLong(),
                json.path("test").path("rows").asLong());
    }
}
