package org.dahlquist.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.NewFiles;

/**
 * Files that tasks exchange: whole or absent, also while two attempts of a task write the same one.
 *
 * <p>An attempt writes under a name of its own and renames. Its folder must exist: one that Spark has given up cannot
 * bring back a folder that has been removed since.
 */
public final class TaskFiles {
    private TaskFiles() {}

    /** Writes a file unless Spark has given up this attempt. */
    public static void write(Configuration hadoop, Path file, ByteBuffer content) {
        stopIfKilled();
        Path temporary = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        try {
            FileSystem files = file.getFileSystem(hadoop);
            if (!files.exists(file.getParent())) {
                throw new IOException("its folder has been removed");
            }
            try (OutputStream out = NewFiles.create(files, temporary)) {
                out.write(content.array(), 0, content.limit());
            }
            if (!files.rename(temporary, file)) {
                // some file systems don't replace a file; the other attempt's has the same meaning
                files.delete(temporary, false);
                if (!files.exists(file)) {
                    throw new IOException("cannot rename " + temporary);
                }
            }
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }

    /** Ends an attempt that another one made superfluous. */
    public static void stopIfKilled() {
        TaskContext task = TaskContext.get();
        if (task != null && task.isInterrupted()) {
            throw new TaskKilledException("another attempt was faster");
        }
    }

    /** Reads some bytes of a file. */
    public static ByteBuffer read(Configuration hadoop, Path file, long from, int length) {
        byte[] bytes = new byte[length];
        try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
            in.readFully(from, bytes);
            return ByteBuffer.wrap(bytes);
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be read (%s); start the stage again with --overwrite", file, e)
                    .causedBy(e);
        }
    }

    /** Names of the whole files in a folder; empty if there is no such folder. */
    public static Set<String> names(Configuration hadoop, Path folder) {
        try {
            FileSystem files = folder.getFileSystem(hadoop);
            Set<String> names = new HashSet<>();
            if (files.exists(folder)) {
                for (FileStatus status : files.listStatus(folder)) {
                    names.add(status.getPath().getName());
                }
            }
            names.removeIf(name -> name.startsWith("."));
            return names;
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be listed (%s); check its permissions", folder, e)
                    .causedBy(e);
        }
    }

    /** Makes a folder. */
    public static void makeFolder(Configuration hadoop, Path folder) {
        try {
            NewFiles.makeFolder(folder.getFileSystem(hadoop), folder);
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be made (%s); check its permissions", folder, e)
                    .causedBy(e);
        }
    }

    /** Removes a folder with all it holds, or a file. */
    public static void remove(Configuration hadoop, Path path) {
        try {
            path.getFileSystem(hadoop).delete(path, true);
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be removed (%s); check its permissions", path, e)
                    .causedBy(e);
        }
    }

    /** Renames a folder. */
    public static void move(Configuration hadoop, Path from, Path to) {
        try {
            if (!from.getFileSystem(hadoop).rename(from, to)) {
                throw new IOException("the file system refused without a reason");
            }
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be renamed to %s (%s)", from, to, e)
                    .causedBy(e);
        }
    }
}
