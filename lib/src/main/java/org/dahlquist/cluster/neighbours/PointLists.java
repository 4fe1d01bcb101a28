package org.dahlquist.cluster.neighbours;

import java.nio.ByteBuffer;
import java.util.List;
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

    /** Lists of points behind each other. */
    static PointLists joined(List<PointLists> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int rows = parts.stream().mapToInt(PointLists::rows).sum();
        PointLists all = new PointLists(
                new long[rows], new NeighbourLists(rows, parts.get(0).lists.k()));
        int at = 0;
        for (PointLists part : parts) {
            System.arraycopy(part.ids, 0, all.ids, at, part.rows());
            part.offerTo(all, at);
            at += part.rows();
        }
        return all;
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

    /** Offers all neighbours to other lists, whose row {@code at} is of the first of these points. */
    void offerTo(PointLists target, int at) {
        for (int row = 0; row < rows(); row++) {
            for (int entry = 0; entry < lists.size(row); entry++) {
                target.lists.offer(at + row, lists.id(row, entry), lists.squaredDistance(row, entry));
            }
        }
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
        PointLists found = new PointLists(new long[rows], new NeighbourLists(rows, k));
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
