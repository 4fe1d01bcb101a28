package org.dahlquist.dataset;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * New files on Hadoop file systems, with the permissions that the file system gives by itself.
 *
 * <p>{@link FileSystem#create(Path, boolean)} asks for permissions, for which a local disk starts {@code chmod} twice a file
 * where Hadoop's native library is missing.
 */
public final class NewFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private NewFiles() {}

    /**
     * Opens a file for writing; replaces it if it is there, and makes missing folders.
     *
     * @param files its file system
     * @param file where to write
     * @throws IOException if the file system refuses
     */
    public static FSDataOutputStream create(FileSystem files, Path file) throws IOException {
        return files.create(
                file,
                null,
                true,
                BUFFER_BYTES,
                files.getDefaultReplication(file),
                files.getDefaultBlockSize(file),
                null);
    }
}
