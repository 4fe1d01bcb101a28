package org.dahlquist.sweep;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.dahlquist.DahlquistException;

/**
 * What became of one cell: {@code result.json} in its directory.
 *
 * @param cell its id
 * @param status how it ended
 * @param reason why it didn't end well; empty if it did
 * @param epochs finished epochs
 * @param trainSamples images it was trained on
 * @param testSamples images it was tested on
 * @param trainLoss mean loss of the last finished epoch's minibatches, each before its step; null if there is none
 * @param test score on the test part; null if the cell failed
 * @param train score on the training part without augmentation; null if that wasn't asked for
 * @param noise scores on noisy images, in the order of the sweep file
 * @param seconds from its start to its end, evaluations included
 * @param hardware what it ran on
 * @param version version of the program
 * @param gitCommit commit the program was built from
 */
public record CellResult(
        String cell,
        Status status,
        String reason,
        int epochs,
        long trainSamples,
        long testSamples,
        Double trainLoss,
        Score test,
        Score train,
        List<NoisyScore> noise,
        double seconds,
        String hardware,
        String version,
        String gitCommit)
        implements Serializable {
    /** Name of the file. */
    public static final String FILE = "result.json";

    private static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Copies the list. */
    public CellResult {
        noise = List.copyOf(noise);
    }

    /** How a cell ended. */
    public enum Status {
        /** It was trained to its last epoch. */
        FINISHED,
        /** Its loss became infinite or NaN: a result like others, with the accuracy of chance. */
        DIVERGED,
        /** Something broke; it is tried again when the sweep is started again. */
        FAILED
    }

    /**
     * The result of a cell that broke.
     *
     * @param cell its id
     * @param reason what broke it
     * @param trainSamples images it was to be trained on
     * @param testSamples images it was to be tested on
     * @param version version of the program
     * @param gitCommit commit the program was built from
     */
    public static CellResult failed(
            String cell, String reason, long trainSamples, long testSamples, String version, String gitCommit) {
        return new CellResult(
                cell,
                Status.FAILED,
                reason,
                0,
                trainSamples,
                testSamples,
                null,
                null,
                null,
                List.of(),
                0,
                "",
                version,
                gitCommit);
    }

    /** Whether it can be counted: it didn't break. */
    @JsonIgnore
    public boolean isMeasured() {
        return status != Status.FAILED;
    }

    /** The test score, where there is one. */
    public Optional<Score> testScore() {
        return Optional.ofNullable(test);
    }

    /** The score on the training part, where there is one. */
    public Optional<Score> trainScore() {
        return Optional.ofNullable(train);
    }

    /** This result as JSON. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result is JSON", e);
        }
    }

    /**
     * Reads a result.
     *
     * @param json what {@link #json} gave
     * @param place where it was read from, for messages
     * @throws DahlquistException (DATA) if it is damaged
     */
    public static CellResult parse(String json, String place) {
        try {
            return JSON.readValue(json, CellResult.class);
        } catch (JsonProcessingException e) {
            throw DahlquistException.data(
                            "%s is not a cell's result: %s; delete its folder and start the sweep again",
                            place, e.getOriginalMessage())
                    .causedBy(e);
        }
    }
}
