package org.dahlquist.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.dahlquist.DahlquistException;

/**
 * The directory of one run, {@code <out>/<run-id>}, with one sub-directory per stage, on any Hadoop file system.
 *
 * <p>A stage is finished once its directory holds {@code _SUCCESS}, which is written last. Not thread-safe; processes
 * are kept apart by {@link RunLock}.
 */
public final class RunDirectory {
    /** Name of the file with the resolved settings in every stage directory. */
    public static final String CONFIG = "config.conf";

    /** Name of the record in every stage directory. */
    public static final String RECORD = "run.json";

    private static final String SUCCESS = "_SUCCESS";

    /** How far a stage has come. */
    public enum State {
        /** Nothing of it exists. */
        ABSENT,
        /** It was started and did not end. */
        STARTED,
        /** It ended well. */
        FINISHED
    }

    private final Configuration hadoop;
    private final Path root;

    /**
     * The directory of run {@code runId} below {@code out}; nothing is created yet.
     *
     * @throws DahlquistException (CONFIG) if the run id could not be a directory name
     */
    public RunDirectory(Configuration hadoop, String out, String runId) {
        if (!runId.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw DahlquistException.config(
                    "--run-id is '%s'; it names a directory: letters, digits, dots, dashes, underscores", runId);
        }
        this.hadoop = hadoop;
        this.root = qualified(hadoop, new Path(new Path(out), runId));
    }

    /** The run's id. */
    public String runId() {
        return root.getName();
    }

    /** The run's own directory. */
    public Path root() {
        return root;
    }

    /** The directory of a stage. */
    public Path stage(String stage) {
        return new Path(root, stage);
    }

    /** How far a stage has come. */
    public State state(String stage) {
        try {
            if (files().exists(new Path(stage(stage), SUCCESS))) {
                return State.FINISHED;
            }
            return files().exists(stage(stage)) ? State.STARTED : State.ABSENT;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + root, e);
        }
    }

    /**
     * Creates the run's directory, to find out before the work starts that it can be written.
     *
     * @throws DahlquistException (CONFIG) if it cannot be created
     */
    public void create() {
        try {
            if (!files().mkdirs(root)) {
                throw new IOException("the file system refused without a reason");
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Checks, without creating anything, that the nearest existing folder above can be written to.
     *
     * @throws DahlquistException (CONFIG) if it is a file or not writable
     */
    public void requireWritable() {
        try {
            Path existing = root;
            while (!files().exists(existing)) {
                existing = existing.getParent();
            }
            if (!files().getFileStatus(existing).isDirectory()) {
                throw new IOException(existing + " is a file, not a folder");
            }
            files().access(existing, FsAction.WRITE_EXECUTE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Checks that what exists of a stage was made with the same settings.
     *
     * @param stage the stage
     * @param resolved the settings of this run
     * @param keys paths of the settings that the stage depends on
     * @throws DahlquistException (CONFIG) if a setting differs
     */
    public void requireSameSettings(String stage, String resolved, List<String> keys) {
        Path config = new Path(stage(stage), CONFIG);
        if (state(stage) == State.ABSENT) {
            return;
        }
        try {
            Optional<String> difference = RunFile.difference(read(config), resolved, keys);
            if (difference.isPresent()) {
                throw DahlquistException.config(
                        "%s was made with other settings: %s; start it again with --overwrite, or choose another"
                                + " --run-id",
                        stage(stage), difference.get());
            }
        } catch (FileNotFoundException e) {
            throw DahlquistException.config(
                            "%s has no %s, so it is not a stage of a run; choose another --run-id",
                            stage(stage), CONFIG)
                    .causedBy(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + config, e);
        }
    }

    /** Makes a stage's directory and writes its settings into it; {@code keep} leaves what a broken stage left. */
    public void begin(String stage, String resolved, boolean keep) {
        try {
            if (!keep) {
                files().delete(stage(stage), true);
            }
            files().mkdirs(stage(stage));
            write(new Path(stage(stage), CONFIG), resolved);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Writes a stage's record and marks it finished. */
    public void finish(String stage, RunRecord result) {
        try {
            write(new Path(stage(stage), RECORD), result.json());
            write(new Path(stage(stage), SUCCESS), "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot finish " + stage(stage), e);
        }
    }

    /** Removes a stage and all it wrote. */
    public void remove(String stage) {
        try {
            files().delete(stage(stage), true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + stage(stage), e);
        }
    }

    /** Removes the run's directory if no stage is in it. */
    public void removeIfEmpty() {
        try {
            if (files().exists(root) && files().listStatus(root).length == 0) {
                files().delete(root, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + root, e);
        }
    }

    /** SHA-256 of a file in a stage's directory, in hexadecimal; empty if there is no such file. */
    public String digest(String stage, String file) {
        Path path = new Path(stage(stage), file);
        try {
            if (!files().exists(path)) {
                return "";
            }
            return DigestUtils.sha256Hex(read(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Text of a file in a stage's directory. */
    public String text(String stage, String file) {
        try {
            return read(new Path(stage(stage), file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " of " + stage(stage), e);
        }
    }

    /** Whether a stage left something worth keeping in a sub-directory, such as checkpoints. */
    public boolean holds(String stage, String folder) {
        try {
            Path path = new Path(stage(stage), folder);
            return files().exists(path) && files().listStatus(path).length > 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + stage(stage), e);
        }
    }

    FileSystem files() throws IOException {
        return root.getFileSystem(hadoop);
    }

    private static Path qualified(Configuration hadoop, Path path) {
        try {
            return path.getFileSystem(hadoop).makeQualified(path);
        } catch (IOException e) {
            throw DahlquistException.config("--out: no file system for %s: %s", path, e.getMessage())
                    .causedBy(e);
        }
    }

    private DahlquistException unwritable(IOException e) {
        return DahlquistException.config(
                        "--out: cannot write to %s: %s; choose a folder that can be written", root, e.getMessage())
                .causedBy(e);
    }

    private String read(Path path) throws IOException {
        try (FSDataInputStream in = files().open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(Path path, String text) throws IOException {
        try (FSDataOutputStream out = files().create(path, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
