package org.dahlquist.cluster;

import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The nearest neighbours that an executor's tasks have found so far, up to a number of bytes; those unused for longest go
 * first.
 *
 * <p>A task starts with them, so that it looks only at what is nearer; what it returns doesn't depend on them. They are
 * held softly: memory that a later stage needs comes back without anyone giving it back. Thread-safe.
 */
final class KnownLists {
    private final long capacityBytes;
    private final Map<ListKey, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;

    private record Held(SoftReference<PointLists> lists, long bytes) {}

    KnownLists(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** A copy of a block's lists; null if nothing is known. */
    PointLists copy(ListKey key) {
        PointLists found = get(key);
        if (found == null) {
            return null;
        }
        synchronized (found) {
            return found.copy();
        }
    }

    /** Takes over what a task has found; the lists stay the task's. */
    void add(ListKey key, PointLists lists) {
        PointLists known = getOrPut(key, lists);
        if (known != null) {
            synchronized (known) {
                known.lists().merge(lists.lists());
            }
        }
    }

    private synchronized PointLists get(ListKey key) {
        Held entry = held.get(key);
        return entry == null ? null : entry.lists().get();
    }

    /** The lists that are there; if none are, a copy of these is put there and null returned. */
    private synchronized PointLists getOrPut(ListKey key, PointLists lists) {
        PointLists known = get(key);
        if (known == null) {
            remove(key);
            held.put(key, new Held(new SoftReference<>(lists.copy()), lists.bytes()));
            heldBytes += lists.bytes();
            shrink();
        }
        return known;
    }

    private void remove(ListKey key) {
        Held gone = held.remove(key);
        heldBytes -= gone == null ? 0 : gone.bytes();
    }

    private void shrink() {
        Iterator<Held> oldest = held.values().iterator();
        while (heldBytes > capacityBytes && oldest.hasNext()) {
            heldBytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
