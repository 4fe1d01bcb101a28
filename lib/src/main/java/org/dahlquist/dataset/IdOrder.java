package org.dahlquist.dataset;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/** Where the rows of several batches go when they are sorted by id together. */
final class IdOrder {
    private final long[] ids;
    private final int[] batches;
    private final int[] rows;

    private record Place(long id, int batch, int row) {}

    private IdOrder(Place[] places) {
        ids = Arrays.stream(places).mapToLong(Place::id).toArray();
        batches = Arrays.stream(places).mapToInt(Place::batch).toArray();
        rows = Arrays.stream(places).mapToInt(Place::row).toArray();
    }

    /** Sorts; an id that comes twice is an error. */
    static IdOrder of(long[][] ids, Path source) {
        Place[] places =
                new Place[Arrays.stream(ids).mapToInt(batch -> batch.length).sum()];
        int next = 0;
        for (int batch = 0; batch < ids.length; batch++) {
            for (int row = 0; row < ids[batch].length; row++) {
                places[next++] = new Place(ids[batch][row], batch, row);
            }
        }
        Arrays.sort(places, Comparator.comparingLong(Place::id));
        for (int i = 1; i < places.length; i++) {
            if (places[i].id() == places[i - 1].id()) {
                throw DahlquistException.data(
                        "ids must be unique, but %s has id %d twice; delete the folder and run its stage again",
                        source, places[i].id());
            }
        }
        return new IdOrder(places);
    }

    int size() {
        return ids.length;
    }

    /** All ids, ascending; not a copy. */
    long[] ids() {
        return ids;
    }

    int batch(int rank) {
        return batches[rank];
    }

    int row(int rank) {
        return rows[rank];
    }
}
