package org.dahlquist.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * New files on Hadoop file systems, created as the file system itself would create them.
 *
 * <p>Where Hadoop's native library is missing, a local disk starts the program {@code chmod} for each new file and once more
 * for its checksums, which takes longer than writing a megabyte. Here Java sets the same permissions.
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
        return quick(files).create(file, true, BUFFER_BYTES);
    }

    /**
     * Makes a folder, and those above it.
     *
     * @param files its file system
     * @param folder where
     * @throws IOException if the file system refuses
     */
    public static void makeFolder(FileSystem files, Path folder) throws IOException {
        quick(files).mkdirs(folder);
    }

    private static FileSystem quick(FileSystem files) throws IOException {
        if (files.getClass() != LocalFileSystem.class) {
            return files;
        }
        LocalFileSystem disk = new LocalFileSystem(new Disk());
        disk.initialize(files.getUri(), files.getConf());
        return disk;
    }

    /** A local disk whose permissions need no other program. */
    private static final class Disk extends RawLocalFileSystem {
        @Override
        public void setPermission(Path file, FsPermission permission) throws IOException {
            java.nio.file.Path path = pathToFile(file).toPath();
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(
                        path,
                        PosixFilePermissions.fromString(permission.getUserAction().SYMBOL
                                + permission.getGroupAction().SYMBOL
                                + permission.getOtherAction().SYMBOL));
            } else {
                super.setPermission(file, permission);
            }
        }
    }
}
