package org.dahlquist.jobs.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Objects;

/** The most heap that is still in use after collections of all garbage, one after the other while it is open. */
final class LiveHeap implements AutoCloseable {
    private static final long PAUSE_MILLIS = 250;

    private final Thread watch = new Thread(this::watch, "live heap");
    private volatile long bytes;

    private LiveHeap() {}

    /** Starts to watch this JVM, which slows it down. */
    static LiveHeap watched() {
        LiveHeap heap = new LiveHeap();
        heap.watch.setDaemon(true);
        heap.watch.start();
        return heap;
    }

    /** Heap in use after a collection of all garbage, in MiB. */
    static double mib() {
        return used() / (double) (1 << 20);
    }

    /** As the collector found it: other threads go on making garbage right after. */
    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    private void watch() {
        try {
            while (!Thread.interrupted()) {
                bytes = Math.max(bytes, used());
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** The peak so far, after a last collection, in MiB. */
    double peakMib() {
        bytes = Math.max(bytes, used());
        return bytes / (double) (1 << 20);
    }

    @Override
    public void close() {
        watch.interrupt();
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
