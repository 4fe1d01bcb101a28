package org.dahlquist.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stage's {@code run.json} says; absent facts are empty, 0 or NaN.
 *
 * @param stage the stage's name
 * @param runId the run it belongs to
 * @param seed root of every random draw
 * @param versions version by software name
 * @param cores processors it could use
 * @param maxMemoryBytes largest heap of the driver
 * @param master Spark master
 * @param started when it began, ISO 8601
 * @param seconds how long it took
 * @param outcome how it ended
 * @param manifestSha256 digest of the prepared data's manifest
 * @param jarSha256 digest of the program
 * @param gitCommit commit it was built from
 */
public record StageResult(
        String stage,
        String runId,
        long seed,
        Map<String, String> versions,
        int cores,
        long maxMemoryBytes,
        String master,
        String started,
        double seconds,
        String outcome,
        String manifestSha256,
        String jarSha256,
        String gitCommit) {
    /**
     * Reads the file's content.
     *
     * @param stage the stage whose directory held the file
     * @param json the parsed file
     * @return the record
     */
    static StageResult of(String stage, JsonNode json) {
        Map<String, String> versions = new TreeMap<>();
        json.path("versions")
                .fields()
                .forEachRemaining(
                        entry -> versions.put(entry.getKey(), entry.getValue().asText()));
        return new StageResult(
                stage,
                text(json, "run_id"),
                json.path("seed").asLong(),
                Map.copyOf(versions),
                json.path("cores").asInt(),
                json.path("max_memory_bytes").asLong(),
                text(json, "master"),
                text(json, "started"),
                json.path("seconds").asDouble(Double.NaN),
                text(json, "outcome"),
                text(json, "manifest_sha256"),
                text(json, "jar_sha256"),
                text(json, "git_commit"));
    }

    private static String text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        return value.isNull() ? "" : value.asText();
    }
}
