package org.dahlquist.dataset;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The image files of one folder, sub-folders left out. */
record FolderListing(String folder, FileLabels labels) implements ImageListing {
    private static final long serialVersionUID = 1L;

    @Override
    public void list(Configuration hadoop, Consumer<ImageEntry> images) {
        LabelledEntries entries = new LabelledEntries(folder, labels, images);
        Path path = new Path(folder);
        try {
            FileSystem files = path.getFileSystem(hadoop);
            if (files instanceof LocalFileSystem disk) {
                listDisk(disk.pathToFile(path).toPath(), entries);
            } else {
                list(files, path, entries);
            }
        } catch (IOException e) {
            throw RawFolder.unreadable(folder, e);
        }
        entries.addMissing();
    }

    private static void list(FileSystem files, Path path, LabelledEntries entries) throws IOException {
        RemoteIterator<FileStatus> found = files.listStatusIterator(path);
        while (found.hasNext()) {
            FileStatus file = found.next();
            if (file.isFile()) {
                entries.add(file.getPath().getName(), ImageEntry.WHOLE_FILE, file.getLen());
            }
        }
    }

    /** Hadoop would hold all files of a local folder at once, and ask for each one several times. */
    private static void listDisk(java.nio.file.Path path, LabelledEntries entries) throws IOException {
        Files.walkFileTree(path, Set.of(FileVisitOption.FOLLOW_LINKS), 1, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(java.nio.file.Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    entries.add(file.getFileName().toString(), ImageEntry.WHOLE_FILE, attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
