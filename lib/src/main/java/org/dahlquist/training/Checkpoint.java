package org.dahlquist.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A network with its updater state, and how far its training has come.
 *
 * <p>On disk it is DL4J's model zip, which {@link ModelSerializer} can restore as it is, with one more entry
 * {@value #STATE_ENTRY}. Files are written under a temporary name and renamed, so a file under its final name is
 * complete. Equal contents give equal bytes.
 *
 * @param network the network; shared, not copied
 * @param state how far its training has come
 */
public record Checkpoint(ComputationGraph network, TrainingState state) {
    private static final String STATE_ENTRY = "training.json";
    private static final String PREFIX = "epoch-";
    private static final String SUFFIX = ".zip";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * Writes this checkpoint as {@code epoch-NNNN.zip} and deletes the oldest ones.
     *
     * @param hadoop how to reach the file system
     * @param directory where the checkpoints are; created if missing
     * @param keep newest checkpoints to keep, at least 1
     * @return the file written
     * @throws IOException if the file system fails
     */
    public Path write(Configuration hadoop, Path directory, int keep) throws IOException {
        Path file = new Path(directory, String.format("%s%04d%s", PREFIX, state.epochs(), SUFFIX));
        replace(hadoop, file, zip(network, true, JSON.writeValueAsBytes(state)));
        List<Path> all = list(hadoop, directory);
        for (Path old : all.subList(0, Math.max(0, all.size() - Math.max(1, keep)))) {
            old.getFileSystem(hadoop).delete(old, false);
        }
        return file;
    }

    /**
     * Writes a network without updater state: what evaluation and embedding read.
     *
     * @param hadoop how to reach the file system
     * @param network the network
     * @param file where to, replaced if it exists
     * @throws IOException if the file system fails
     */
    public static void writeModel(Configuration hadoop, ComputationGraph network, Path file) throws IOException {
        replace(hadoop, file, modelBytes(network));
    }

    /**
     * A network without updater state as the bytes of DL4J's model zip.
     *
     * @param network the network
     */
    public static byte[] modelBytes(ComputationGraph network) throws IOException {
        return zip(network, false, null);
    }

    /**
     * Restores a network from the bytes of a model zip, without updater state.
     *
     * @param zip what {@link #modelBytes} or {@link #writeModel} wrote
     */
    public static ComputationGraph restoreModel(byte[] zip) throws IOException {
        return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip), false);
    }

    /**
     * Reads the bytes of a model file.
     *
     * @param hadoop how to reach the file system
     * @param file a model zip
     * @throws DahlquistException if there is no such file
     */
    public static byte[] readModel(Configuration hadoop, Path file) throws IOException {
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            throw DahlquistException.data("there is no model at %s; run the train stage first", file)
                    .causedBy(e);
        }
    }

    /**
     * Reads the newest checkpoint of a directory.
     *
     * @param hadoop how to reach the file system
     * @param directory where the checkpoints are; may be missing
     * @return empty if there is none
     * @throws DahlquistException if the newest one cannot be read
     */
    public static Optional<Checkpoint> newest(Configuration hadoop, Path directory) throws IOException {
        List<Path> all = list(hadoop, directory);
        return all.isEmpty() ? Optional.empty() : Optional.of(read(hadoop, all.get(all.size() - 1)));
    }

    /**
     * Reads one checkpoint, updater state included.
     *
     * @param hadoop how to reach the file system
     * @param file what {@link #write} wrote
     * @throws DahlquistException if the file is no checkpoint of this version
     */
    public static Checkpoint read(Configuration hadoop, Path file) throws IOException {
        byte[] bytes = readModel(hadoop, file);
        TrainingState state = null;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(STATE_ENTRY)) {
                    state = JSON.readValue(zip.readAllBytes(), TrainingState.class);
                }
            }
        }
        if (state == null || state.schemaVersion() != TrainingState.SCHEMA_VERSION) {
            throw DahlquistException.data(
                    "%s is not a checkpoint of version %d: its %s is %s; delete it to resume from an older one, or"
                            + " start again with --overwrite",
                    file,
                    TrainingState.SCHEMA_VERSION,
                    STATE_ENTRY,
                    state == null ? "missing" : "of version " + state.schemaVersion());
        }
        return new Checkpoint(ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(bytes), true), state);
    }

    private static List<Path> list(Configuration hadoop, Path directory) throws IOException {
        FileSystem files = directory.getFileSystem(hadoop);
        List<Path> found = new ArrayList<>();
        if (files.exists(directory)) {
            for (FileStatus status : files.listStatus(directory)) {
                String name = status.getPath().getName();
                if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
                    found.add(status.getPath());
                }
            }
        }
        found.sort(Comparator.comparing(Path::getName));
        return found;
    }

    private static byte[] zip(ComputationGraph network, boolean updater, byte[] state) throws IOException {
        ByteArrayOutputStream stamped = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, stamped, updater);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(stamped.size());
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(stamped.toByteArray()));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(Deflater.NO_COMPRESSION); // parameters hardly compress, and it took longer than an epoch
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                put(out, entry.getName(), in.readAllBytes());
            }
            if (state != null) {
                put(out, STATE_ENTRY, state);
            }
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0); // the time of writing would make equal contents differ
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    /**
     * Writes a file under a temporary name and renames it, replacing an older one.
     *
     * @param hadoop how to reach the file system
     * @param file where to; its folder is created if missing
     * @param content the bytes
     * @throws IOException if writing or renaming fails
     */
    public static void replace(Configuration hadoop, Path file, byte[] content) throws IOException {
        FileSystem files = file.getFileSystem(hadoop);
        Path temporary = new Path(file.getParent(), "_" + file.getName() + ".tmp");
        try (OutputStream out = files.create(temporary, true)) {
            out.write(content);
        }
        files.delete(file, false);
        if (!files.rename(temporary, file)) {
            throw new IOException("cannot rename " + temporary + " to " + file);
        }
    }
}
