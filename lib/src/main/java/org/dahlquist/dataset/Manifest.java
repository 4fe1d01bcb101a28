package org.dahlquist.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * What a prepared dataset is: {@code manifest.json}, written last, so that a folder with a manifest is complete.
 *
 * @param schemaVersion version of this file's form, {@value #SCHEMA_VERSION}
 * @param dataset name of the dataset
 * @param shape shape of every image
 * @param labels class names; their number is the number of classes
 * @param mean mean of each channel over the training part, in [0, 1]
 * @param std standard deviation of each channel over the training part (of the population), in [0, 1]
 * @param seed seed of a generated dataset
 * @param sources raw files that were read; none for a generated dataset
 * @param train the training part
 * @param test the test part
 */
@SuppressWarnings("serial") // the lists that Jackson and Java serialisation make are serialisable
public record Manifest(
        int schemaVersion,
        String dataset,
        ImageShape shape,
        List<String> labels,
        double[] mean,
        double[] std,
        long seed,
        List<Source> sources,
        Part train,
        Part test)
        implements Serializable {
    /** Version that this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Name of the file in the prepared folder. */
    public static final String FILE_NAME = "manifest.json";

    /**
     * A raw file.
     *
     * @param path where it was
     * @param sha256 digest of its bytes, hexadecimal
     */
    public record Source(String path, String sha256) implements Serializable {}

    /**
     * A shard.
     *
     * @param name file name below the part's folder
     * @param rows samples in it
     * @param bytes length of the file
     * @param sha256 digest of its bytes, hexadecimal
     */
    public record Shard(String name, int rows, long bytes, String sha256) implements Serializable {}

    /**
     * One part of the dataset.
     *
     * @param rows samples
     * @param countsPerClass samples of each class
     * @param shards its files, in ascending order of sample id
     */
    @SuppressWarnings("serial") // as above
    public record Part(long rows, long[] countsPerClass, List<Shard> shards) implements Serializable {}

    /** The part for a split. */
    public Part split(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    /** Number of classes. */
    public int classes() {
        return labels.size();
    }

    /** Where a shard of this dataset lies: {@code <prepared>/<split>/<name>}. */
    public static Path shardPath(Path preparedFolder, Split split, Shard shard) {
        return new Path(new Path(preparedFolder, split.key()), shard.name());
    }

    /**
     * Reads {@code manifest.json}.
     *
     * @param hadoop finds the file system
     * @param preparedFolder output of the prepare stage
     * @throws DahlquistException (DATA) if it is missing, damaged or of another version
     */
    public static Manifest read(Configuration hadoop, Path preparedFolder) {
        Path file = new Path(preparedFolder, FILE_NAME);
        try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
            Manifest manifest = json().readValue(in.readAllBytes(), Manifest.class);
            manifest.check(file);
            return manifest;
        } catch (FileNotFoundException e) {
            throw DahlquistException.data(
                            "a prepared dataset has a %s, but %s has none; run the prepare stage",
                            FILE_NAME, preparedFolder)
                    .causedBy(e);
        } catch (JsonProcessingException e) {
            throw DahlquistException.data(
                            "%s is not a manifest (%s); delete the folder and run the prepare stage again",
                            file, e.getOriginalMessage())
                    .causedBy(e);
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be read (%s); check its permissions", file, e)
                    .causedBy(e);
        }
    }

    /**
     * Writes {@code manifest.json}, replacing one that is there.
     *
     * @param hadoop finds the file system
     * @param preparedFolder output of the prepare stage
     * @throws DahlquistException (DATA) if it cannot be written
     */
    public void write(Configuration hadoop, Path preparedFolder) {
        Path file = new Path(preparedFolder, FILE_NAME);
        try {
            FileSystem fileSystem = file.getFileSystem(hadoop);
            Path temporary = ArrowFiles.temporary(file);
            try (FSDataOutputStream out = fileSystem.create(temporary, true)) {
                out.write((json().writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            ArrowFiles.publish(fileSystem, temporary, file);
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }

    private void check(Path file) {
        if (schemaVersion != SCHEMA_VERSION) {
            throw DahlquistException.data(
                    "%s must have schemaVersion %d, but has %d; run the prepare stage again",
                    file, SCHEMA_VERSION, schemaVersion);
        }
        boolean complete = shape != null && labels != null && train != null && test != null;
        if (!complete || mean == null || std == null || mean.length != shape.channels() || std.length != mean.length) {
            throw DahlquistException.data(
                    "%s must have shape, labels, train, test, and mean and std for each channel, but one is missing;"
                            + " run the prepare stage again",
                    file);
        }
    }

    private static ObjectMapper json() {
        return new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }
}
