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
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * What a prepared dataset is: {@code manifest.json}, written last, so that a folder with a manifest is complete.
 *
 * <p>Version 2 added encoding, labelling, codec and the counts of bad and odd files; a manifest of version 1 is read as raw
 * images of one class each.
 *
 * @param schemaVersion version of this file's form, {@value #SCHEMA_VERSION}
 * @param dataset name of the dataset
 * @param encoding how the shards hold images
 * @param labelling whether an image shows one class or several
 * @param codec what decoded and encoded the images; empty if they were raw already
 * @param shape shape of every image; where they are JPEG the length of the shorter side, twice
 * @param labels class names; their number is the number of classes
 * @param mean mean of each channel over the pixels of the training part, before a JPEG encoding, in [0, 1]
 * @param std standard deviation of each channel over the training part (of the population), in [0, 1]
 * @param seed seed of a generated dataset
 * @param sources raw files that were read, or of image files the list of each part; none for a generated dataset
 * @param train the training part
 * @param test the test part
 */
@SuppressWarnings("serial") // the lists that Jackson and Java serialisation make are serialisable
public record Manifest(
        int schemaVersion,
        String dataset,
        Encoding encoding,
        Labelling labelling,
        String codec,
        ImageShape shape,
        List<String> labels,
        double[] mean,
        double[] std,
        long seed,
        List<Source> sources,
        Part train,
        Part test)
        implements Serializable {
    /** Version that this code writes; it reads those before as well. */
    public static final int SCHEMA_VERSION = 2;

    private static final int OLDEST_VERSION = 1;

    /** Shared, as a new one would look at these types from the start each time. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /** Name of the file in the prepared folder. */
    public static final String FILE_NAME = "manifest.json";

    /** How a shard holds an image. */
    public enum Encoding {
        /** Unsigned bytes in CHW order, all images of one shape. */
        RAW,
        /** A JPEG file, whose shorter side is the same for all. */
        JPEG
    }

    /** What an image can show. */
    public enum Labelling {
        /** One class. */
        SINGLE,
        /** Any number of classes; the shards have a column {@code labels} for them. */
        MULTI
    }

    /** Fills in what a manifest of version 1 does not say. */
    public Manifest {
        encoding = encoding == null ? Encoding.RAW : encoding;
        labelling = labelling == null ? Labelling.SINGLE : labelling;
        codec = codec == null ? "" : codec;
    }

    /** A dataset of raw images of one class each. */
    public Manifest(
            int schemaVersion,
            String dataset,
            ImageShape shape,
            List<String> labels,
            double[] mean,
            double[] std,
            long seed,
            List<Source> sources,
            Part train,
            Part test) {
        this(schemaVersion, dataset, null, null, null, shape, labels, mean, std, seed, sources, train, test);
    }

    /**
     * A raw file, or all image files of a part.
     *
     * @param path where it was
     * @param sha256 digest of its bytes or, for image files, {@link ImageList#digest of their list}; hexadecimal
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
     * @param bad files that were left out, by cause; the quarantine folder lists them
     * @param odd files that were taken although something about them is wrong, by what
     */
    @SuppressWarnings("serial") // as above
    public record Part(
            long rows,
            long[] countsPerClass,
            List<Shard> shards,
            SortedMap<String, Long> bad,
            SortedMap<String, Long> odd)
            implements Serializable {
        /** Fills in what a manifest of version 1 does not say. */
        public Part {
            bad = bad == null ? new TreeMap<>() : bad;
            odd = odd == null ? new TreeMap<>() : odd;
        }

        /** A part without bad or odd files. */
        public Part(long rows, long[] countsPerClass, List<Shard> shards) {
            this(rows, countsPerClass, shards, null, null);
        }
    }

    /** The part for a split. */
    public Part split(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    /** Number of classes. */
    public int classes() {
        return labels.size();
    }

    /** What the rows of the shards look like. */
    public ShardFormat format() {
        return new ShardFormat(encoding, shape, labelling == Labelling.MULTI ? classes() : 0);
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
            Manifest manifest = JSON.readValue(in.readAllBytes(), Manifest.class);
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
            try (FSDataOutputStream out = NewFiles.create(fileSystem, temporary)) {
                out.write((JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            ArrowFiles.publish(fileSystem, temporary, file);
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }

    private void check(Path file) {
        if (schemaVersion < OLDEST_VERSION || schemaVersion > SCHEMA_VERSION) {
            throw DahlquistException.data(
                    "%s must have schemaVersion %d to %d, but has %d; run the prepare stage again",
                    file, OLDEST_VERSION, SCHEMA_VERSION, schemaVersion);
        }
        boolean complete = shape != null && labels != null && train != null && test != null;
        if (!complete || mean == null || std == null || mean.length != shape.channels() || std.length != mean.length) {
            throw DahlquistException.data(
                    "%s must have shape, labels, train, test, and mean and std for each channel, but one is missing;"
                            + " run the prepare stage again",
                    file);
        }
    }
}
