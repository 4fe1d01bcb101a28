package org.dahlquist.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.NewFiles;

/** Summaries as JSON with snake_case keys on any Hadoop file system. */
public final class JsonFiles {
    private static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT);

    private JsonFiles() {}

    /**
     * Writes a summary, in the place of one that may be there.
     *
     * @throws DahlquistException DATA if the file cannot be written
     */
    public static void write(Configuration hadoop, Path file, Record summary) {
        try (OutputStream out = NewFiles.create(file.getFileSystem(hadoop), file)) {
            out.write(JSON.writeValueAsBytes(summary));
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static <T extends Record> T read(Configuration hadoop, Path file, Class<T> type) {
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            return JSON.readValue(in, type);
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be read (%s); run the stage that writes it with --overwrite", file, e)
                    .causedBy(e);
        }
    }
}
