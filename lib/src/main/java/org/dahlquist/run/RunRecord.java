package org.dahlquist.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code run.json} says of a finished stage: enough to trace a figure back to program, data and settings.
 *
 * @param stage the stage
 * @param runId the run
 * @param seed root of every random draw
 * @param program version and build of this program
 * @param spark version of Spark
 * @param master Spark master
 * @param started when it began
 * @param ended when it ended
 * @param manifestSha256 digest of the prepared data's manifest; empty before it exists
 * @param summary the stage's own figures
 */
public record RunRecord(
        String stage,
        String runId,
        long seed,
        Provenance program,
        String spark,
        String master,
        Instant started,
        Instant ended,
        String manifestSha256,
        Map<String, Object> summary) {
    private static final int SCHEMA = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The record as JSON. */
    String json() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("dahlquist", program.version());
        versions.put("java", Runtime.version().toString());
        versions.put("spark", spark);
        versions.put("dl4j", program.dl4j());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("schema", SCHEMA);
        fields.put("stage", stage);
        fields.put("run_id", runId);
        fields.put("seed", seed);
        fields.put("git_commit", program.gitCommit());
        fields.put("jar_sha256", program.jarSha256());
        fields.put("manifest_sha256", manifestSha256);
        fields.put("versions", versions);
        fields.put("master", master);
        fields.put("cores", Runtime.getRuntime().availableProcessors());
        fields.put("max_memory_bytes", Runtime.getRuntime().maxMemory());
        fields.put("started", started.toString());
        fields.put("ended", ended.toString());
        fields.put("seconds", Duration.between(started, ended).toMillis() / 1000.0);
        fields.put("outcome", "finished");
        fields.put("summary", summary);
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the summary of " + stage + " is not JSON: " + summary, e);
        }
    }
}
