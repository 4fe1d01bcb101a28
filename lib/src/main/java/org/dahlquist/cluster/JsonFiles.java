package org.dahlquist.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/** Summaries as JSON with snake_case keys on any Hadoop file system. */
final class JsonFiles {
    private JsonFiles() {}

    static void write(Configuration hadoop, Path file, Record summary) {
        ObjectMapper mapper = new ObjectMapper()
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(SerializationFeature.INDENT_OUTPUT);
        try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
            out.write(mapper.writeValueAsBytes(summary));
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }
}
