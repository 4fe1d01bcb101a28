package org.dahlquist.cluster.neighbours;

import java.nio.ByteBuffer;
import org.dahlquist.DahlquistException;
import org.dahlquist.graph.NeighbourLists;
import org.dahlquist.graph.Points;

/**
 * The nearest neighbours found so far of some points.
 *
 * <p>As bytes, big-endian: for each point its id, the number of its neighbours, and their ids and squared distances;
 * padded with zeros to the lists' capacity, so that a point's record is found by its row.
 *
 * @param ids ids of the points, ascending
 * @param lists their neighbours
 */
record PointLists(long[] ids, NeighbourLists lists) {
    /** Bytes of one neighbour. */
    static final int ENTRY_BYTES = Long.BYTES + Double.BYTES;

    /** Bytes of one point's record. */
    static int recordBytes(int k) {
        return Long.BYTES + Integer.BYTES + k * ENTRY_BYTES;
    }

    /** Lists of some points that have met no other yet. */
    static PointLists of(Points points, int k) {
        long[] ids = new long[points.size()];
        for (int row = 0; row < ids.length; row++) {
            ids[row] = points.id(row);
        }
        return new PointLists(ids, new NeighbourLists(ids.length, k));
    }

    /** Lists of so many points that are yet unknown. */
    static PointLists empty(int rows, int k) {
        return new PointLists(new long[rows], new NeighbourLists(rows, k));
    }

    int rows() {
        return ids.length;
    }

    /** Bytes in memory. */
    long bytes() {
        return (long) rows() * recordBytes(lists.k());
    }

    /** The same points with lists of their own. */
    PointLists copy() {
        return new PointLists(ids, lists.copy());
    }

    /** Offers all neighbours to other lists of the same points. */
    void offerTo(PointLists target) {
        for (int row = 0; row < rows(); row++) {
            offerTo(target, row, row);
        }
    }

    /** Offers the neighbours of the point in some row to other lists, which have that point in row {@code at}. */
    void offerTo(PointLists target, int at, int row) {
        target.ids[at] = ids[row];
        target.lists.offerAll(at, lists, row);
    }

    void writeTo(ByteBuffer bytes) {
        for (int row = 0; row < rows(); row++) {
            int end = bytes.position() + recordBytes(lists.k());
            bytes.putLong(ids[row]).putInt(lists.size(row));
            for (int entry = 0; entry < lists.size(row); entry++) {
                bytes.putLong(lists.id(row, entry)).putDouble(lists.squaredDistance(row, entry));
            }
            bytes.position(end);
        }
    }

    static PointLists readFrom(ByteBuffer bytes, int rows, int k) {
        PointLists found = empty(rows, k);
        for (int row = 0; row < rows; row++) {
            int end = bytes.position() + recordBytes(k);
            found.ids[row] = bytes.getLong();
            int size = bytes.getInt();
            if (size < 0 || size > k) {
                throw DahlquistException.data("a list of neighbours has %d entries of at most %d", size, k);
            }
            for (int entry = 0; entry < size; entry++) {
                long id = bytes.getLong();
                found.lists.offer(row, id, bytes.getDouble());
            }
            bytes.position(end);
        }
        return found;
    }
}
