package org.dahlquist.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/** Arrow IPC files on Hadoop file systems: batches of rows in, batches of rows out. */
final class ArrowFiles {
    /** Rows per record batch; bounds the memory of writers and readers. */
    static final int BATCH_ROWS = 1000;

    /** Fills {@code rows} rows of the root's vectors, starting with row {@code first} of the file. */
    @FunctionalInterface
    interface BatchFiller {
        void fill(VectorSchemaRoot root, int first, int rows);
    }

    /** Fills the root's vectors with the next rows, the first of which is row {@code first}; returns how many, 0 at the end. */
    @FunctionalInterface
    interface RowSource {
        int fill(VectorSchemaRoot root, int first) throws IOException;
    }

    /** Takes the rows of one record batch, of which the first is row {@code first} of the file. */
    @FunctionalInterface
    interface BatchReader {
        void read(VectorSchemaRoot root, int first, int rows);
    }

    private ArrowFiles() {}

    /** Writes {@code rows} rows batch by batch, through a temporary name, so that the file is whole or absent. */
    static void write(Configuration hadoop, Path file, Schema schema, int rows, BatchFiller filler) {
        RowSource source = (root, first) -> {
            int count = Math.min(BATCH_ROWS, rows - first);
            if (count > 0) {
                filler.fill(root, first, count);
            }
            return count;
        };
        writeWhole(hadoop, file, target -> writeBatches(target, target, schema, source));
    }

    /** Writes rows until there are no more, in the same way. */
    static FileDigest write(Configuration hadoop, Path file, Schema schema, RowSource source) {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        long bytes = writeWhole(
                hadoop, file, target -> writeBatches(target, new DigestOutputStream(target, sha256), schema, source));
        return new FileDigest(bytes, HexFormat.of().formatHex(sha256.digest()));
    }

    /** Writes a file's content; returns its length. */
    @FunctionalInterface
    private interface Content {
        long writeTo(FSDataOutputStream target) throws IOException;
    }

    private static long writeWhole(Configuration hadoop, Path file, Content content) {
        Path temporary = temporary(file);
        try {
            FileSystem fileSystem = file.getFileSystem(hadoop);
            boolean written = false;
            try {
                long bytes = content.writeTo(NewFiles.create(fileSystem, temporary));
                publish(fileSystem, temporary, file);
                written = true;
                return bytes;
            } finally {
                if (!written) {
                    fileSystem.delete(temporary, false);
                }
            }
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }

    /** Writes rows to a stream that passes them on to the target, and closes both. */
    private static long writeBatches(FSDataOutputStream target, OutputStream stream, Schema schema, RowSource source)
            throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                FSDataOutputStream out = target;
                ArrowFileWriter writer = new ArrowFileWriter(root, null, Channels.newChannel(stream))) {
            writer.start();
            root.allocateNew();
            int first = 0;
            for (int count = source.fill(root, first); count > 0; count = source.fill(root, first)) {
                root.setRowCount(count);
                writer.writeBatch();
                root.clear();
                root.allocateNew();
                first = Math.addExact(first, count);
            }
            writer.end();
            return out.getPos();
        }
    }

    /** Reads all batches of a file whose schema must equal {@code expected} in names and types. */
    static void read(Configuration hadoop, Path file, Schema expected, BatchReader reader) {
        read(hadoop, file, expected, 0, Integer.MAX_VALUE, reader);
    }

    /** Reads the batches from {@code from} on, below {@code to}; rows count from the first of them. */
    static void read(Configuration hadoop, Path file, Schema expected, int from, int to, BatchReader reader) {
        read(hadoop, file, found -> expected, from, to, reader);
    }

    /** Reads all batches of a file whose schema must equal what is expected of a file with that schema. */
    static void read(Configuration hadoop, Path file, UnaryOperator<Schema> expected, BatchReader reader) {
        read(hadoop, file, expected, 0, Integer.MAX_VALUE, reader);
    }

    private static void read(
            Configuration hadoop, Path file, UnaryOperator<Schema> expected, int from, int to, BatchReader reader) {
        try (FSDataInputStream in = file.getFileSystem(hadoop).open(file);
                BufferAllocator allocator = new RootAllocator();
                ArrowFileReader arrow = new ArrowFileReader(new StreamChannel(in, length(hadoop, file)), allocator)) {
            VectorSchemaRoot root = arrow.getVectorSchemaRoot();
            checkSchema(file, expected.apply(root.getSchema()), root.getSchema());
            List<ArrowBlock> batches = arrow.getRecordBlocks();
            int first = 0;
            for (ArrowBlock batch : batches.subList(from, Math.min(to, batches.size()))) {
                arrow.loadRecordBatch(batch);
                reader.read(root, first, root.getRowCount());
                first = Math.addExact(first, root.getRowCount());
            }
        } catch (DahlquistException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Arrow reports damaged metadata by several unchecked exceptions, index and argument errors among them.
            throw damaged(file, e);
        }
    }

    /** A reader on an open file, for batches in any order; the caller closes both. */
    static ArrowFileReader reader(Configuration hadoop, FSDataInputStream in, Path file, BufferAllocator allocator)
            throws IOException {
        return new ArrowFileReader(new StreamChannel(in, length(hadoop, file)), allocator);
    }

    /** Number of rows in a file, from the lengths of its batches. */
    static int rows(Configuration hadoop, Path file, Schema expected) {
        int[] rows = new int[1];
        read(hadoop, file, expected, (root, first, count) -> rows[0] = first + count);
        return rows[0];
    }

    /** Schema of a file. */
    static Schema schema(Configuration hadoop, Path file) {
        try (FSDataInputStream in = file.getFileSystem(hadoop).open(file);
                BufferAllocator allocator = new RootAllocator();
                ArrowFileReader arrow = new ArrowFileReader(new StreamChannel(in, length(hadoop, file)), allocator)) {
            return arrow.getVectorSchemaRoot().getSchema();
        } catch (IOException | RuntimeException e) {
            throw damaged(file, e);
        }
    }

    /** The file itself, or the {@code .arrow} files of a folder, sorted by name. */
    static List<Path> list(Configuration hadoop, Path fileOrFolder) {
        try {
            FileSystem fileSystem = fileOrFolder.getFileSystem(hadoop);
            FileStatus[] found = fileSystem.listStatus(fileOrFolder);
            List<Path> files = new ArrayList<>();
            for (FileStatus status : found) {
                if (status.isFile() && status.getPath().getName().endsWith(".arrow")) {
                    files.add(status.getPath());
                }
            }
            if (files.isEmpty()) {
                throw DahlquistException.data(
                        "%s has no .arrow file; run the stage that writes it first", fileOrFolder);
            }
            Path[] sorted = files.toArray(Path[]::new);
            Arrays.sort(sorted);
            return List.of(sorted);
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be listed (%s); run the stage that writes it first", fileOrFolder, e)
                    .causedBy(e);
        }
    }

    /** A name beside {@code file} under which a task writes before it renames. */
    static Path temporary(Path file) {
        return new Path(
                file.getParent(),
                "." + file.getName() + "." + Long.toHexString(System.nanoTime()) + "-"
                        + Thread.currentThread().getId() + ".tmp");
    }

    /**
     * Renames a finished temporary file; a file already there, from an earlier attempt, is replaced. A local disk does so
     * in one step, so that a second attempt which is broken off leaves the first one's file.
     */
    static void publish(FileSystem fileSystem, Path temporary, Path file) throws IOException {
        if (fileSystem.rename(temporary, file)) {
            return;
        }
        fileSystem.delete(file, false);
        if (!fileSystem.rename(temporary, file)) {
            throw new IOException("cannot rename " + temporary + " to " + file);
        }
    }

    static void checkSchema(Path file, Schema expected, Schema found) {
        if (!signature(expected).equals(signature(found))) {
            throw DahlquistException.data(
                    "%s must have the columns %s, but has %s; write it again with the stage that made it",
                    file, signature(expected), signature(found));
        }
    }

    private static List<String> signature(Schema schema) {
        return schema.getFields().stream()
                .map(field -> field.getName() + ": " + field.getType()
                        + field.getChildren().stream().map(Field::getType).toList())
                .toList();
    }

    private static long length(Configuration hadoop, Path file) throws IOException {
        return file.getFileSystem(hadoop).getFileStatus(file).getLen();
    }

    static DahlquistException damaged(Path file, Exception trigger) {
        return DahlquistException.data(
                        "%s is not a whole Arrow file (%s); delete it and run the stage that writes it again",
                        file, trigger)
                .causedBy(trigger);
    }
}
