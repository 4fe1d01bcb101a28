package org.dahlquist.dataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * A file of an {@link ImageList}: images in the list's order, with the place where each range of the sort key begins.
 *
 * <p>Layout, big-endian: {@code int[RANGES + 1]} first byte of each range after these numbers, and the end of the last; then
 * for each image its key, container, offset, length, name, label, presence and fault, texts and presence after their number
 * of bytes.
 */
final class ImageListFile {
    private static final int HEADER_BYTES = Integer.BYTES * (ImageList.RANGES + 1);
    private static final ImageFault[] FAULTS = ImageFault.values();

    private ImageListFile() {}

    /** Writes a file, whole or not at all. */
    static void write(Configuration hadoop, Path file, List<ShuffledEntry> sorted) {
        try {
            FileSystem files = file.getFileSystem(hadoop);
            Path temporary = ArrowFiles.temporary(file);
            try (FSDataOutputStream out = NewFiles.create(files, temporary)) {
                write(out, sorted);
            }
            ArrowFiles.publish(files, temporary, file);
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }

    private static void write(FSDataOutputStream out, List<ShuffledEntry> sorted) throws IOException {
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(images);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        for (ShuffledEntry shuffled : sorted) {
            beginRanges(header, shuffled.range(), data.size());
            put(data, shuffled);
        }
        beginRanges(header, ImageList.RANGES, data.size());
        out.write(header.array());
        images.writeTo(out);
    }

    /** Notes where all ranges up to one begin that have not begun yet. */
    private static void beginRanges(ByteBuffer header, int range, int position) {
        while (header.position() <= Integer.BYTES * range) {
            header.putInt(position);
        }
    }

    private static void put(DataOutputStream data, ShuffledEntry shuffled) throws IOException {
        ImageEntry entry = shuffled.entry();
        data.writeLong(shuffled.key());
        putBytes(data, entry.container().getBytes(StandardCharsets.UTF_8));
        data.writeLong(entry.offset());
        data.writeLong(entry.length());
        putBytes(data, entry.name().getBytes(StandardCharsets.UTF_8));
        data.writeInt(entry.label());
        putBytes(data, entry.presence());
        data.writeByte(entry.fault().ordinal());
    }

    private static void putBytes(DataOutputStream data, byte[] bytes) throws IOException {
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    /** The images of the ranges from {@code first} to before {@code end}, in order. */
    static List<ShuffledEntry> read(Configuration hadoop, Path file, int first, int end) {
        try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
            byte[] header = new byte[HEADER_BYTES];
            in.readFully(0, header);
            int from = ByteBuffer.wrap(header).getInt(Integer.BYTES * first);
            byte[] images = new byte[ByteBuffer.wrap(header).getInt(Integer.BYTES * end) - from];
            in.readFully((long) HEADER_BYTES + from, images);
            return images(images);
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s, which the prepare stage wrote, cannot be read (%s); start the stage again", file, e)
                    .causedBy(e);
        }
    }

    private static List<ShuffledEntry> images(byte[] bytes) throws IOException {
        List<ShuffledEntry> images = new ArrayList<>();
        Map<String, String> containers = new HashMap<>();
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes));
        while (data.available() > 0) {
            long key = data.readLong();
            String container = containers.computeIfAbsent(text(data), text -> text);
            ImageEntry entry = new ImageEntry(
                    container,
                    data.readLong(),
                    data.readLong(),
                    text(data),
                    data.readInt(),
                    data.readNBytes(data.readInt()),
                    FAULTS[data.readByte()]);
            images.add(new ShuffledEntry(key, entry));
        }
        return images;
    }

    private static String text(DataInputStream data) throws IOException {
        return new String(data.readNBytes(data.readInt()), StandardCharsets.UTF_8);
    }
}
