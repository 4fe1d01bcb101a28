package org.dahlquist.cluster.neighbours;

import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.dahlquist.graph.Points;

/**
 * The blocks of features that an executor holds, up to a number of bytes; those unused for longest go first.
 *
 * <p>A block is read by the first task that asks for it while others wait, so that with enough room an executor reads it
 * once. Blocks are held softly: memory that a later stage needs comes back without anyone giving it back. Thread-safe.
 */
final class FeatureBlocks {
    private final long capacityBytes;
    private final Map<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;

    private record Held(SoftReference<CompletableFuture<Points>> points, long bytes) {}

    FeatureBlocks(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /**
     * A block, read if it isn't here.
     *
     * @param name tells it from other blocks
     * @param bytes its size in memory
     * @param reader reads it
     */
    Points get(String name, long bytes, Supplier<Points> reader) {
        CompletableFuture<Points> missing = new CompletableFuture<>();
        CompletableFuture<Points> found;
        synchronized (this) {
            Held entry = held.get(name);
            found = entry == null ? null : entry.points().get();
            if (found == null) {
                remove(name);
                held.put(name, new Held(new SoftReference<>(missing), bytes));
                heldBytes += bytes;
                shrink(name);
            }
        }
        return found == null ? read(name, missing, reader) : await(found);
    }

    private Points read(String name, CompletableFuture<Points> missing, Supplier<Points> reader) {
        try {
            Points points = reader.get();
            missing.complete(points);
            return points;
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                remove(name);
            }
            missing.completeExceptionally(e);
            throw e;
        }
    }

    private static Points await(CompletableFuture<Points> points) {
        try {
            return points.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void remove(String name) {
        Held gone = held.remove(name);
        heldBytes -= gone == null ? 0 : gone.bytes();
    }

    /** Drops the oldest blocks but the newest one; who works with one keeps it. */
    private void shrink(String newest) {
        Iterator<Map.Entry<String, Held>> oldest = held.entrySet().iterator();
        while (heldBytes > capacityBytes && oldest.hasNext()) {
            Map.Entry<String, Held> entry = oldest.next();
            if (!entry.getKey().equals(newest)) {
                heldBytes -= entry.getValue().bytes();
                oldest.remove();
            }
        }
    }
}
