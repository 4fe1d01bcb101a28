package org.dahlquist.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * Walks the members of a tar archive by its headers alone, seeking over what they hold.
 *
 * <p>Reads POSIX ustar with pax headers and GNU long names; every header's checksum is verified. An archive that is
 * damaged or cut off is refused, since nobody can tell how many images the rest held. An archive may be a range of bytes
 * of another file, as in a tar of tars. Not thread-safe.
 */
final class TarReader implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int LONGEST_EXTENSION = 1 << 20;

    private final String archive;
    private final FSDataInputStream in;
    private final long end;
    private final byte[] header = new byte[BLOCK];
    private long position;

    /** A regular file in the archive; the offset counts from the start of the outermost file. */
    record Member(String name, long offset, long length) {}

    private TarReader(String archive, FSDataInputStream in, long start, long end) {
        this.archive = archive;
        this.in = in;
        this.position = start;
        this.end = end;
    }

    /** Opens a whole file as an archive. */
    static TarReader open(Configuration hadoop, String archive) {
        try {
            Path path = new Path(archive);
            FileSystem files = path.getFileSystem(hadoop);
            return new TarReader(
                    archive, files.open(path), 0, files.getFileStatus(path).getLen());
        } catch (IOException e) {
            throw RawFolder.unreadable(archive, e);
        }
    }

    /** Opens the archive that is {@code length} bytes of a file. */
    static TarReader open(Configuration hadoop, String archive, long offset, long length) {
        try {
            return new TarReader(archive, RawFolder.stream(hadoop, archive), offset, offset + length);
        } catch (IOException e) {
            throw RawFolder.unreadable(archive, e);
        }
    }

    /** The next regular file, or null after the last. */
    Member next() {
        try {
            String longName = null;
            Map<String, String> extended = Map.of();
            while (readHeader()) {
                long length = extended.containsKey("size") ? decimal(extended.get("size")) : number(124, 12);
                if (length < 0 || length > end - position) {
                    throw refused("a member at byte %d claims %d bytes, but %d are left", length, end - position);
                }
                long offset = position;
                position = Math.min(end, offset + (length + BLOCK - 1) / BLOCK * BLOCK);
                switch (header[156]) {
                    case '0', 0, '7' -> {
                        String name = longName != null ? longName : extended.getOrDefault("path", plainName());
                        if (!name.endsWith("/")) { // how archives older than ustar mark folders
                            return new Member(name, offset, length);
                        }
                    }
                    case 'L' -> longName = text(extension(offset, length));
                    case 'x' -> extended = records(extension(offset, length));
                    case '5', 'g', 'K', 'V' -> {} // folders, and headers that say nothing about one file's bytes
                    default ->
                        throw refused(
                                "a member before byte %d is of type '%c', which holds no image; write the archive with"
                                        + " tar --dereference --hard-dereference",
                                (char) header[156]);
                }
                if (header[156] == '5') {
                    longName = null;
                    extended = Map.of();
                }
            }
            return null;
        } catch (IOException e) {
            throw RawFolder.unreadable(archive, e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads and checks the next header; false at the archive's end mark. */
    private boolean readHeader() throws IOException {
        if (end - position < BLOCK) {
            throw refused("the archive ends at byte %d without its end mark: it is cut off");
        }
        in.seek(position);
        readFully(header);
        position += BLOCK;
        int sum = 0;
        int signedSum = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte value = i >= 148 && i < 156 ? (byte) ' ' : header[i];
            sum += value & 0xFF;
            signedSum += value;
        }
        if (sum == 8 * ' ' && header[148] == 0) {
            return false;
        }
        long expected = number(148, 8);
        if (expected != sum && expected != signedSum) {
            throw refused("the header that ends at byte %d has the checksum %d instead of %d", sum, expected);
        }
        return true;
    }

    private String plainName() {
        String name = text(java.util.Arrays.copyOfRange(header, 0, 100));
        boolean posix = header[257] == 'u' && header[262] == 0; // GNU has a blank there and no prefix
        String prefix = posix ? text(java.util.Arrays.copyOfRange(header, 345, 500)) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** A number in octal digits or, for 8 GB and more, in base 256. */
    private long number(int start, int width) {
        if (header[start] == (byte) 0x80) {
            long value = 0;
            for (int i = start + 1; i < start + width; i++) {
                value = value << 8 | header[i] & 0xFF;
            }
            return value;
        }
        String digits =
                text(java.util.Arrays.copyOfRange(header, start, start + width)).strip();
        return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
    }

    private byte[] extension(long offset, long length) throws IOException {
        if (length > LONGEST_EXTENSION) {
            throw refused("a long name before byte %d has %d bytes", length);
        }
        byte[] content = new byte[(int) length];
        in.seek(offset);
        readFully(content);
        return content;
    }

    /** The records of a pax header: length, blank, key, equals sign, value, line feed. */
    private Map<String, String> records(byte[] content) {
        Map<String, String> records = new HashMap<>();
        int start = 0;
        while (start < content.length) {
            int blank = start;
            while (blank < content.length && blank < start + 8 && content[blank] != ' ') {
                blank++;
            }
            long length = decimal(new String(content, start, blank - start, StandardCharsets.UTF_8));
            if (length <= blank - start || length > content.length - start) {
                throw refused("the extended header before byte %d is damaged");
            }
            String pair = new String(content, blank, (int) length - (blank - start), StandardCharsets.UTF_8).strip();
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw refused("the extended header before byte %d is damaged");
            }
            records.put(pair.substring(0, equals), pair.substring(equals + 1));
            start += (int) length;
        }
        return records;
    }

    private static long decimal(String digits) {
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
    }

    private static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void readFully(byte[] target) throws IOException {
        try {
            in.readFully(target);
        } catch (EOFException e) {
            throw refused("the file ends before byte %d: it is cut off").causedBy(e);
        }
    }

    /** The format's first value is the position. */
    private DahlquistException refused(String finding, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = position;
        System.arraycopy(values, 0, all, 1, values.length);
        return DahlquistException.data(
                "%s is not a whole tar archive: %s; fetch it again", archive, String.format(finding, all));
    }
}
