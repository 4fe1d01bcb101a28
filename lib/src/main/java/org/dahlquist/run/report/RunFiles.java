package org.dahlquist.run.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/** The small text files of a run directory on any Hadoop file system; an absent file is an empty result. */
final class RunFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final FileSystem files;

    RunFiles(Configuration hadoop, Path directory) throws IOException {
        this.directory = directory;
        this.files = directory.getFileSystem(hadoop);
        if (!files.exists(directory)) {
            throw DahlquistException.data(
                    "a report needs the directory of a run, but %s does not exist; check --out and --run-id",
                    directory);
        }
    }

    Optional<String> text(String relative) throws IOException {
        try (InputStream in = files.open(new Path(directory, relative))) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        }
    }

    boolean exists(String relative) throws IOException {
        return files.exists(new Path(directory, relative));
    }

    Optional<JsonNode> json(String relative) throws IOException {
        Optional<String> text = text(relative);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(text.get()));
        } catch (JsonProcessingException damaged) {
            throw DahlquistException.data(
                            "%s is no valid JSON (%s); run its stage again with --overwrite",
                            new Path(directory, relative), damaged.getOriginalMessage())
                    .causedBy(damaged);
        }
    }
}
