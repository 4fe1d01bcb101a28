package org.dahlquist.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/** Reads the bytes of images of one file system; the archive read last stays open. Not thread-safe. */
public final class ImageBytes implements AutoCloseable {
    /** Longest file that is read; larger ones are no photographs. */
    public static final int LONGEST = 1 << 28;

    private final Configuration hadoop;
    /** Kept, as the way to it is longer than opening a file. */
    private FileSystem files;

    private String archive = "";
    private FSDataInputStream open;

    /** A reader on the file system of the first image it is asked for. */
    public ImageBytes(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * Reads one image of at most {@value #LONGEST} bytes.
     *
     * @throws java.io.FileNotFoundException if its file is not there
     * @throws DahlquistException (DATA) if its file has become shorter since it was listed
     * @throws IOException if the file cannot be read
     */
    public byte[] read(ImageEntry entry) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(entry.length())];
        if (entry.offset() == ImageEntry.WHOLE_FILE) {
            Path file = new Path(entry.file());
            try (InputStream in = unchecked(file).open(file)) {
                if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                    throw shortened(entry);
                }
            }
            return bytes;
        }
        try {
            archive(entry.container()).readFully(entry.offset(), bytes);
            return bytes;
        } catch (EOFException e) {
            throw shortened(entry).causedBy(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private FSDataInputStream archive(String path) throws IOException {
        if (open == null || !archive.equals(path)) {
            close();
            Path file = new Path(path);
            open = unchecked(file).open(file);
            archive = path;
        }
        return open;
    }

    /** A local disk without Hadoop's look for checksums, which would cost as much as opening the file. */
    private FileSystem unchecked(Path file) throws IOException {
        if (files == null) {
            FileSystem checked = file.getFileSystem(hadoop);
            files = checked instanceof LocalFileSystem local ? local.getRawFileSystem() : checked;
        }
        return files;
    }

    private static DahlquistException shortened(ImageEntry entry) {
        return DahlquistException.data(
                "%s must keep the %,d bytes it was listed with, but has become shorter (image %s); leave the raw files"
                        + " alone and run the prepare stage again",
                entry.file(), entry.length(), entry.name());
    }
}
