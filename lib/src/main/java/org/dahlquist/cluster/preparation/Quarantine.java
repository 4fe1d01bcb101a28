package org.dahlquist.cluster.preparation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.BadImage;
import org.dahlquist.dataset.NewFiles;
import org.dahlquist.dataset.Split;

/**
 * The list of bad images, {@code quarantine/bad-images.csv}: where each lies, byte for byte, and why it was left out.
 *
 * <p>Their bytes are not copied; file, offset and length lead to them. Not thread-safe.
 */
final class Quarantine implements AutoCloseable {
    /** Folder in the output of the prepare stage. */
    static final String FOLDER = "quarantine";

    private final Path file;
    private final Writer out;

    private Quarantine(Path file, Writer out) {
        this.file = file;
        this.out = out;
    }

    /** Starts the list; one that is there is replaced. */
    static Quarantine create(Configuration hadoop, Path preparedFolder) {
        Path file = path(preparedFolder);
        try {
            Writer out = new BufferedWriter(
                    new OutputStreamWriter(NewFiles.create(file.getFileSystem(hadoop), file), StandardCharsets.UTF_8));
            out.write("part,name,cause,message,file,offset,length\n");
            return new Quarantine(file, out);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Where the list lies. */
    static Path path(Path preparedFolder) {
        return new Path(new Path(preparedFolder, FOLDER), "bad-images.csv");
    }

    void add(Split split, BadImage image) {
        try {
            out.write(Stream.of(
                            split.key(),
                            image.name(),
                            image.cause(),
                            image.message(),
                            image.file(),
                            Long.toString(image.offset()),
                            Long.toString(image.length()))
                    .map(Quarantine::quoted)
                    .collect(Collectors.joining(",", "", "\n")));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot finish " + file, e);
        }
    }

    private static String quoted(String value) {
        return value.matches("[^\",\\r\\n]*") ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private static DahlquistException unwritable(Path file, IOException trigger) {
        return DahlquistException.data(
                        "%s cannot be written (%s); check that the folder is writable and has space left",
                        file, trigger)
                .causedBy(trigger);
    }
}
