package org.dahlquist.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Objects that are costly to build and live in an executor's JVM between tasks, such as networks and datasets in memory.
 *
 * <p>A Spark task has no other place to keep anything, so instances of this class are the only static holders in the
 * project. What is kept never changes a result: a borrowed network gets its whole state from the task. Keeps the
 * newest {@code owners} owners; what an older one left is closed and dropped. Thread-safe.
 *
 * @param <V> what is kept
 */
public final class ExecutorCache<V> {
    private final int owners;
    private final Map<String, Deque<V>> idle = new LinkedHashMap<>(16, 0.75f, true);

    /** A cache for the values of so many owners. */
    public ExecutorCache(int owners) {
        this.owners = owners;
    }

    /** An idle object of an owner, or a new one; until it is given back nobody else gets it. */
    public V borrow(String owner, Supplier<V> factory) {
        synchronized (this) {
            Deque<V> free = objects(owner);
            if (!free.isEmpty()) {
                return free.pop();
            }
        }
        return factory.get();
    }

    /** Makes a borrowed object available to other tasks of its owner. */
    public synchronized void giveBack(String owner, V value) {
        objects(owner).push(value);
    }

    /** The one object of an owner, built at the first call and shared by all tasks. */
    public synchronized V shared(String owner, Supplier<V> factory) {
        Deque<V> only = objects(owner);
        if (only.isEmpty()) {
            only.push(factory.get());
        }
        return only.peek();
    }

    private Deque<V> objects(String owner) {
        Deque<V> found = idle.computeIfAbsent(owner, key -> new ArrayDeque<>());
        if (idle.size() > owners) {
            idle.remove(idle.keySet().iterator().next()).forEach(ExecutorCache::close);
        }
        return found;
    }

    /** Native memory would stay until the garbage collector comes along, which a small heap rarely needs. */
    private static void close(Object value) {
        if (value instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("what an older owner left cannot be closed", e);
            }
        }
    }
}
