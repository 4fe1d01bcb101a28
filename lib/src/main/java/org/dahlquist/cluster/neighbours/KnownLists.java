package org.dahlquist.cluster.neighbours;

import java.lang.ref.SoftReference;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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

    /** Lists and the numbers of the tasks whose findings they hold. */
    private record Known(PointLists lists, Set<Integer> tasks) {}

    private record Held(SoftReference<Known> known, long bytes) {}

    KnownLists(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** A copy of a block's lists; null if nothing is known. */
    PointLists copy(ListKey key) {
        PointLists[] copy = new PointLists[1];
        show(key, Set.of(), lists -> copy[0] = lists.copy());
        return copy[0];
    }

    /** Shows a block's lists to someone who doesn't keep them, if they hold all that some tasks have found; else returns false. */
    boolean show(ListKey key, Set<Integer> tasks, Consumer<PointLists> reader) {
        Known known = get(key);
        if (known == null) {
            return false;
        }
        synchronized (known) {
            boolean whole = known.tasks().containsAll(tasks);
            if (whole) {
                reader.accept(known.lists());
            }
            return whole;
        }
    }

    /** Takes over what a task has found; the lists stay the task's. */
    void add(ListKey key, PointLists lists, int task) {
        Known known = getOrPut(key, lists);
        synchronized (known) {
            known.lists().lists().merge(lists.lists()); // those that another task has put here don't hold them
            known.tasks().add(task);
        }
    }

    private synchronized Known get(ListKey key) {
        Held entry = held.get(key);
        return entry == null ? null : entry.known().get();
    }

    /** The lists that are there; if none are, a copy of these. */
    private synchronized Known getOrPut(ListKey key, PointLists lists) {
        Known known = get(key);
        if (known == null) {
            remove(key);
            known = new Known(lists.copy(), new HashSet<>());
            held.put(key, new Held(new SoftReference<>(known), lists.bytes()));
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
