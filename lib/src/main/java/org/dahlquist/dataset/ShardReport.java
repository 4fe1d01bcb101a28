package org.dahlquist.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * What became of the images of one shard; a shard with a report is finished.
 *
 * @param plan identifies dataset and settings, so that a report of other ones is told apart
 * @param shard the shard
 * @param countsPerClass images of each class; where an image may show several, images that show it
 * @param channelSums sum of the pixel values of each channel
 * @param channelSquares sum of their squares
 * @param pixels pixels per channel
 * @param sourceBytes bytes of the images read
 * @param seconds time it took one task
 * @param codec what decoded and encoded
 * @param odd images taken although something about them is wrong, by what
 * @param bad images left out
 */
public record ShardReport(
        String plan,
        Manifest.Shard shard,
        long[] countsPerClass,
        long[] channelSums,
        long[] channelSquares,
        long pixels,
        long sourceBytes,
        double seconds,
        String codec,
        SortedMap<String, Long> odd,
        List<BadImage> bad) {
    /** Folder of the reports in the output of the prepare stage. */
    public static final String FOLDER = "shards";

    /** Shared, as a new one would look at this type from the start for every shard. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /** Where the report of a shard lies. */
    public static Path path(Path preparedFolder, Split split, int shard) {
        return new Path(
                new Path(preparedFolder, FOLDER), String.format(Locale.ROOT, "%s-%05d.json", split.key(), shard));
    }

    /**
     * Reads a report.
     *
     * @return the report, or empty if there is none
     * @throws DahlquistException (DATA) if it cannot be read
     */
    public static Optional<ShardReport> read(Configuration hadoop, Path file) {
        try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
            return Optional.of(JSON.readValue(in.readAllBytes(), ShardReport.class));
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw DahlquistException.data(
                            "%s is not a report on a shard (%s); delete it and run the prepare stage again",
                            file, e.getOriginalMessage())
                    .causedBy(e);
        } catch (IOException e) {
            throw RawFolder.unreadable(file, e);
        }
    }

    /**
     * Writes the report, whole or not at all.
     *
     * @throws DahlquistException (DATA) if it cannot be written
     */
    public void write(Configuration hadoop, Path file) {
        try {
            FileSystem fileSystem = file.getFileSystem(hadoop);
            Path temporary = ArrowFiles.temporary(file);
            try (FSDataOutputStream out = NewFiles.create(fileSystem, temporary)) {
                out.write(JSON.writeValueAsBytes(this));
            }
            ArrowFiles.publish(fileSystem, temporary, file);
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }
}
