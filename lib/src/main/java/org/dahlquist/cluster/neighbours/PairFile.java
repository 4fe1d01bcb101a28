package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.TaskFiles;
import org.dahlquist.graph.NeighbourLists;

/**
 * What a group of block pairs found: the new neighbours of the points of its blocks.
 *
 * <p>The file begins with a table of sections (side, block, offset, length). A section holds, for each point of its
 * block, its id, the number of new neighbours, and their ids and squared distances.
 */
final class PairFile {
    private static final int MAGIC = 0x444e5031;
    private static final int TABLE_ROW_BYTES = 2 * Integer.BYTES + Long.BYTES + Integer.BYTES;
    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private final List<Section> sections = new ArrayList<>();

    private record Section(int side, int block, byte[] content) {}

    /** Where a merge finds a section. */
    record Place(String file, int side, int block) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Adds a section of a {@link JoinSide} with those neighbours of a block's points that are new. */
    void add(int side, int block, PointLists found, LongPredicate isNew) {
        NeighbourLists lists = found.lists();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(found.rows(), PointLists.recordBytes(lists.k())));
        for (int row = 0; row < found.rows(); row++) {
            int start = bytes.position();
            bytes.putLong(found.ids()[row]).putInt(0);
            int size = lists.size(row);
            for (int entry = 0; entry < size; entry++) {
                long id = lists.id(row, entry);
                if (isNew.test(id)) {
                    bytes.putLong(id).putDouble(lists.squaredDistance(row, entry));
                }
            }
            int entries = (bytes.position() - start - PointLists.recordBytes(0)) / PointLists.ENTRY_BYTES;
            bytes.putInt(start + Long.BYTES, entries);
        }
        sections.add(new Section(side, block, Arrays.copyOf(bytes.array(), bytes.position())));
    }

    /** Writes the sections; returns the bytes. */
    long write(Configuration hadoop, Path file) {
        int offset = HEADER_BYTES + sections.size() * TABLE_ROW_BYTES;
        int length =
                sections.stream().mapToInt(section -> section.content().length).reduce(offset, Math::addExact);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.putInt(MAGIC).putInt(sections.size());
        for (Section section : sections) {
            bytes.putInt(section.side()).putInt(section.block());
            bytes.putLong(offset).putInt(section.content().length);
            offset += section.content().length;
        }
        sections.forEach(section -> bytes.put(section.content()));
        TaskFiles.write(hadoop, file, bytes);
        return length;
    }

    /** The content of a section. */
    static ByteBuffer read(Configuration hadoop, Place place) {
        Path file = new Path(place.file());
        ByteBuffer header = TaskFiles.read(hadoop, file, 0, HEADER_BYTES);
        boolean known = header.getInt() == MAGIC;
        ByteBuffer table = TaskFiles.read(hadoop, file, HEADER_BYTES, known ? header.getInt() * TABLE_ROW_BYTES : 0);
        while (table.hasRemaining()) {
            int side = table.getInt();
            int block = table.getInt();
            long offset = table.getLong();
            int length = table.getInt();
            if (side == place.side() && block == place.block()) {
                return TaskFiles.read(hadoop, file, offset, length);
            }
        }
        throw DahlquistException.data(
                "%s has nothing on block %d; start the stage again with --overwrite", file, place.block());
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
