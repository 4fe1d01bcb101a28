package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.TaskFiles;

/**
 * Nearest neighbours of all points of a part, one file {@code block-*.lists} for each block: a header with the number of
 * points and of neighbours, then {@link PointLists} as bytes.
 *
 * @param path the folder
 * @param blockRows points of every file but the last
 */
record ListFolder(String path, int blockRows) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MAGIC = 0x444e4c31;
    private static final int HEADER_BYTES = 3 * Integer.BYTES;

    static String fileName(int block) {
        return String.format(Locale.ROOT, "block-%05d.lists", block);
    }

    /** Names of the files that are there. */
    Set<String> names(Configuration hadoop) {
        return TaskFiles.names(hadoop, new Path(path));
    }

    /** Whether the files of all blocks are there. */
    boolean isComplete(Configuration hadoop, int blocks) {
        Set<String> names = names(hadoop);
        for (int block = 0; block < blocks; block++) {
            if (!names.contains(fileName(block))) {
                return false;
            }
        }
        return true;
    }

    private Path file(int block) {
        return new Path(path, fileName(block));
    }

    /** Writes the lists of a block; returns the bytes. */
    long write(Configuration hadoop, int block, PointLists lists) {
        int k = lists.lists().k();
        int length = Math.addExact(HEADER_BYTES, Math.multiplyExact(lists.rows(), PointLists.recordBytes(k)));
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.putInt(MAGIC).putInt(lists.rows()).putInt(k);
        lists.writeTo(bytes);
        TaskFiles.write(hadoop, file(block), bytes);
        return length;
    }

    /** Reads the lists of a block. */
    PointLists read(Configuration hadoop, int block) {
        return read(hadoop, block, 0, Integer.MAX_VALUE);
    }

    /** Reads the lists of the points from ordinal {@code from} on. */
    PointLists readRows(Configuration hadoop, int from, int rows) {
        int block = from / blockRows;
        PointLists found = read(hadoop, block, from - block * blockRows, rows);
        if (found.rows() == rows) {
            return found;
        }
        int k = found.lists().k();
        ByteBuffer joined = ByteBuffer.allocate(Math.multiplyExact(rows, PointLists.recordBytes(k)));
        found.writeTo(joined);
        for (int done = found.rows(); done < rows; done = joined.position() / PointLists.recordBytes(k)) {
            read(hadoop, ++block, 0, rows - done).writeTo(joined);
        }
        return PointLists.readFrom(joined.flip(), rows, k);
    }

    /** Reads at most {@code most} lists of a block, from row {@code first} on. */
    private PointLists read(Configuration hadoop, int block, int first, int most) {
        Path file = file(block);
        ByteBuffer header = TaskFiles.read(hadoop, file, 0, HEADER_BYTES);
        if (header.getInt() != MAGIC) {
            throw DahlquistException.data("%s doesn't hold neighbours; start the stage again with --overwrite", file);
        }
        int rows = Math.min(most, header.getInt() - first);
        int k = header.getInt();
        long start = HEADER_BYTES + (long) first * PointLists.recordBytes(k);
        return PointLists.readFrom(
                TaskFiles.read(hadoop, file, start, Math.multiplyExact(rows, PointLists.recordBytes(k))), rows, k);
    }
}
