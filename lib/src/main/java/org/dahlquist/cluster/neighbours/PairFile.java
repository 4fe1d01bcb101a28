package org.dahlquist.cluster.neighbours;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.TaskFiles;
import org.dahlquist.graph.NeighbourLists;

/**
 * What a task found on its block pairs: the new neighbours of the points of its blocks.
 *
 * <p>The file begins with the ends of its sections, one for each block. A section holds, for each point of its block, its id,
 * the number of new neighbours, and their ids and squared distances.
 */
final class PairFile {
    private static final int MAGIC = 0x444e5032;

    private final List<byte[]> sections = new ArrayList<>();

    /** Adds the next block's points with those neighbours whose ids are from {@code first} to {@code last}. */
    void add(PointLists found, long first, long last) {
        NeighbourLists lists = found.lists();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(found.rows(), PointLists.recordBytes(lists.k())));
        for (int row = 0; row < found.rows(); row++) {
            int start = bytes.position();
            bytes.putLong(found.ids()[row]).putInt(0);
            int size = lists.size(row);
            for (int entry = 0; entry < size; entry++) {
                long id = lists.id(row, entry);
                if (id >= first && id <= last) {
                    bytes.putLong(id).putDouble(lists.squaredDistance(row, entry));
                }
            }
            int entries = (bytes.position() - start - PointLists.recordBytes(0)) / PointLists.ENTRY_BYTES;
            bytes.putInt(start + Long.BYTES, entries);
        }
        sections.add(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static int headerBytes(int sections) {
        return 2 * Integer.BYTES + sections * Long.BYTES;
    }

    /** Writes the sections; returns the bytes. */
    long write(Configuration hadoop, Path file) {
        int header = headerBytes(sections.size());
        int length = sections.stream().mapToInt(section -> section.length).reduce(header, Math::addExact);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.putInt(MAGIC).putInt(sections.size());
        long end = header;
        for (byte[] section : sections) {
            end += section.length;
            bytes.putLong(end);
        }
        sections.forEach(bytes::put);
        TaskFiles.write(hadoop, file, bytes);
        return length;
    }

    /** The content of a section. */
    static ByteBuffer read(Configuration hadoop, Path file, int section) {
        try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
            int magic = in.readInt();
            int sections = in.readInt();
            if (magic != MAGIC || section >= sections) {
                throw DahlquistException.data(
                        "%s doesn't hold what a task found; start the stage again with --overwrite", file);
            }
            ByteBuffer ends = ByteBuffer.wrap(in.readNBytes((section + 1) * Long.BYTES));
            long start = section == 0 ? headerBytes(sections) : ends.getLong((section - 1) * Long.BYTES);
            byte[] content = new byte[Math.toIntExact(ends.getLong(section * Long.BYTES) - start)];
            in.readFully(start, content);
            return ByteBuffer.wrap(content);
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be read (%s); start the stage again with --overwrite", file, e)
                    .causedBy(e);
        }
    }

    /** The points of a section without their neighbours, as lists of at most {@code k}. */
    static PointLists emptyLists(ByteBuffer section, int rows, int k) {
        ByteBuffer bytes = section.duplicate();
        long[] ids = new long[rows];
        for (int row = 0; row < rows; row++) {
            ids[row] = bytes.getLong();
            bytes.position(bytes.position() + Integer.BYTES + bytes.getInt(bytes.position()) * PointLists.ENTRY_BYTES);
        }
        return new PointLists(ids, new NeighbourLists(rows, k));
    }

    /** Offers the neighbours of a section to the lists of the same points. */
    static void addTo(PointLists lists, ByteBuffer section) {
        for (int row = 0; row < lists.rows(); row++) {
            long id = section.getLong();
            if (id != lists.ids()[row]) {
                throw DahlquistException.data(
                        "block pairs name the point %d where the lists have %d; start the stage again with --overwrite",
                        id, lists.ids()[row]);
            }
            for (int left = section.getInt(); left > 0; left--) {
                long neighbour = section.getLong();
                lists.lists().offer(row, neighbour, section.getDouble());
            }
        }
    }
}
