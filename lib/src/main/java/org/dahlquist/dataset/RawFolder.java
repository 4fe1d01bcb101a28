package org.dahlquist.dataset;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.dahlquist.DahlquistException;

/** A folder of raw files on any Hadoop file system; each file read is checked against {@code SHA256SUMS}, if present. */
final class RawFolder {
    /** File in the form of {@code sha256sum}: a hexadecimal digest, two spaces, a name. */
    static final String SUMS = "SHA256SUMS";

    private final FileSystem fileSystem;
    private final Path folder;
    private final Map<String, String> expectedDigests;

    /** Reads a whole file; what it leaves unread counts for the digest all the same. */
    @FunctionalInterface
    interface Content<T> {
        T read(InputStream in, long bytes) throws IOException;
    }

    /** What was read from a file, and the file's digest. */
    record Read<T>(T content, Manifest.Source source) {}

    private RawFolder(FileSystem fileSystem, Path folder) {
        this.fileSystem = fileSystem;
        this.folder = folder;
        this.expectedDigests = new HashMap<>();
    }

    /** Opens a folder that must exist. */
    static RawFolder open(Configuration hadoop, String path) {
        if (path.isBlank()) {
            throw DahlquistException.config(
                    "data.path must name the folder of the raw files, but is empty; set it to a Hadoop path");
        }
        try {
            Path folder = new Path(path);
            RawFolder opened = new RawFolder(folder.getFileSystem(hadoop), folder);
            if (!opened.fileSystem.getFileStatus(folder).isDirectory()) {
                throw DahlquistException.data(
                        "data.path must be a folder, but %s is a file; name the folder that holds it", path);
            }
            opened.readSums();
            return opened;
        } catch (FileNotFoundException e) {
            throw DahlquistException.data(
                            "data.path must be an existing folder, but %s does not exist; fetch the dataset or correct"
                                    + " the path",
                            path)
                    .causedBy(e);
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            throw DahlquistException.data(
                            "data.path must be a readable folder, but %s cannot be opened (%s); check the path, its"
                                    + " file system and permissions",
                            path, e)
                    .causedBy(e);
        }
    }

    /** Opens a file for reading a range, without a check. */
    static FSDataInputStream stream(Configuration hadoop, String path) throws IOException {
        Path file = new Path(path);
        return file.getFileSystem(hadoop).open(file);
    }

    boolean has(String name) {
        try {
            return fileSystem.exists(new Path(folder, name));
        } catch (IOException e) {
            throw unreadable(new Path(folder, name), e);
        }
    }

    /** The path of a file in this folder. */
    String path(String name) {
        return new Path(folder, name).toString();
    }

    /** Reads a file that must exist and not be empty, then checks its digest. */
    <T> Read<T> read(String name, Content<T> content) {
        Path file = new Path(folder, name);
        long bytes = length(file);
        MessageDigest sha256 = sha256();
        try (InputStream raw = fileSystem.open(file)) {
            InputStream digested = new DigestInputStream(new BufferedInputStream(raw, 1 << 16), sha256);
            T result = content.read(digested, bytes);
            digested.transferTo(OutputStream.nullOutputStream());
            String digest = HexFormat.of().formatHex(sha256.digest());
            checkDigest(file, digest);
            return new Read<>(result, new Manifest.Source(file.toString(), digest));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Lines of a text file that are not blank, trimmed. */
    List<String> lines(String name) {
        Path file = new Path(folder, name);
        try (InputStream in = fileSystem.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Class names from a text file, one a line; {@code fallback} where the file is absent. */
    List<String> names(String name, List<String> fallback) {
        if (!has(name)) {
            return fallback;
        }
        List<String> names = lines(name);
        if (names.size() != fallback.size()) {
            throw DahlquistException.data(
                    "%s must name the %d classes, one a line, but has %d lines; fetch the dataset again",
                    path(name), fallback.size(), names.size());
        }
        return names;
    }

    /** Length of a file that must exist and not be empty. */
    long length(String name) {
        return length(new Path(folder, name));
    }

    /** Whether the first visible entry of a sub-folder is itself a folder; false if it has none. */
    boolean beginsWithFolder(String name) {
        Path path = new Path(folder, name);
        try {
            RemoteIterator<FileStatus> entries = fileSystem.listStatusIterator(path);
            while (entries.hasNext()) {
                FileStatus entry = entries.next();
                if (!FileLabels.isHidden(entry.getPath().getName())) {
                    return entry.isDirectory();
                }
            }
            return false;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Names of the visible folders in a sub-folder, sorted. */
    List<String> folders(String name) {
        return names(name, FileStatus::isDirectory);
    }

    /** Names of the visible files in a sub-folder that end in a certain way, sorted. */
    List<String> files(String name, String ending) {
        return names(name, entry -> entry.isFile() && entry.getPath().getName().endsWith(ending));
    }

    private List<String> names(String name, Predicate<FileStatus> wanted) {
        Path path = new Path(folder, name);
        try {
            return Arrays.stream(fileSystem.listStatus(path))
                    .filter(wanted)
                    .map(entry -> entry.getPath().getName())
                    .filter(entry -> !FileLabels.isHidden(entry))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private long length(Path file) {
        try {
            FileStatus status = fileSystem.getFileStatus(file);
            if (status.isDirectory() || status.getLen() == 0) {
                throw DahlquistException.data(
                        "a raw file must have content, but %s %s; fetch it again",
                        file, status.isDirectory() ? "is a folder" : "is empty (0 bytes)");
            }
            return status.getLen();
        } catch (FileNotFoundException e) {
            throw DahlquistException.data(
                            "the dataset needs %s, but %s has no such file; fetch it or correct data.path and"
                                    + " data.dataset",
                            file.getName(), folder)
                    .causedBy(e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private void readSums() {
        if (!has(SUMS)) {
            return;
        }
        for (String line : lines(SUMS)) {
            String[] parts = line.split("\\s+\\*?", 2);
            if (parts.length != 2 || !parts[0].matches("[0-9a-fA-F]{64}")) {
                throw DahlquistException.data(
                        "a line of %s must be 64 hexadecimal digits and a file name, but one is \"%s\"; write it with"
                                + " sha256sum",
                        path(SUMS), line);
            }
            String name = parts[1].startsWith("./") ? parts[1].substring(2) : parts[1];
            expectedDigests.put(name, parts[0].toLowerCase(java.util.Locale.ROOT));
        }
    }

    private void checkDigest(Path file, String digest) {
        String expected = expectedDigests.getOrDefault(file.getName(), digest);
        if (!expected.equals(digest)) {
            throw DahlquistException.data(
                    "%s must have the SHA-256 %s that %s gives, but has %s; fetch it again",
                    file, expected, SUMS, digest);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A file that exists but cannot be read. */
    static DahlquistException unreadable(Object file, Exception trigger) {
        return DahlquistException.data(
                        "%s cannot be read (%s); check its permissions and the file system", file, trigger)
                .causedBy(trigger);
    }
}
