package org.dahlquist.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * Keeps two processes from writing the same stage of a run: a file naming host, process and time.
 *
 * <p>The lock of a process that died on this host is taken over.
 */
public final class RunLock implements AutoCloseable {
    private final FileSystem files;
    private final Path file;

    private RunLock(FileSystem files, Path file) {
        this.files = files;
        this.file = file;
    }

    /**
     * Takes the lock of a stage; the run's directory exists.
     *
     * @param run the run
     * @param stage name of the stage
     * @return the lock, to be closed when the stage is finished
     * @throws DahlquistException (CONFIG) if a living process, or one on another host, holds it
     */
    public static RunLock take(RunDirectory run, String stage) {
        Path file = new Path(run.root(), "_" + stage + ".lock");
        try {
            FileSystem files = run.files();
            String host = InetAddress.getLocalHost().getHostName();
            if (files.exists(file)) {
                refuseLivingHolder(files, file, host);
                files.delete(file, false);
            }
            try (FSDataOutputStream out = files.create(file, false)) {
                String holder = host + " " + ProcessHandle.current().pid() + " " + Instant.now();
                out.write(holder.getBytes(StandardCharsets.UTF_8));
            } catch (FileAlreadyExistsException e) {
                throw DahlquistException.config("%s was taken by another process just now; wait for it", file)
                        .causedBy(e);
            }
            return new RunLock(files, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + run.root(), e);
        }
    }

    private static void refuseLivingHolder(FileSystem files, Path file, String host) throws IOException {
        String[] holder;
        try (FSDataInputStream in = files.open(file)) {
            holder = new String(in.readAllBytes(), StandardCharsets.UTF_8).split(" ");
        }
        boolean here = holder.length == 3 && holder[0].equals(host);
        boolean dead = here
                && (Long.parseLong(holder[1]) == ProcessHandle.current().pid()
                        || ProcessHandle.of(Long.parseLong(holder[1])).isEmpty());
        // An empty file was left by a process that died between creating and writing it.
        if (!dead && holder.length == 3) {
            throw DahlquistException.config(
                    "%s is held by process %s on %s since %s; wait for it, choose another --run-id, or delete the file"
                            + " if that process is gone",
                    file, holder[1], holder[0], holder[2]);
        }
    }

    @Override
    public void close() {
        try {
            files.delete(file, false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
