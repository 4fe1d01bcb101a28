package org.dahlquist.jobs.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Heap that is still in use after collections of all garbage, one after the other while it is open. */
final class LiveHeap implements AutoCloseable {
    private static final long PAUSE_MILLIS = 250;

    private final Thread watch = new Thread(this::watch, "live heap");
    private final List<Double> mib = new CopyOnWriteArrayList<>();

    private LiveHeap() {}

    /** Starts to watch this JVM, which slows it down. */
    static LiveHeap watched() {
        LiveHeap heap = new LiveHeap();
        heap.watch.setDaemon(true);
        heap.watch.start();
        return heap;
    }

    /** Heap in use after a collection of all garbage, in MiB, as the collector found it: other threads go on making some. */
    static double mib() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getCollectionUsage)
                        .filter(Objects::nonNull)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum()
                / (double) (1 << 20);
    }

    private void watch() {
        try {
            while (!Thread.interrupted()) {
                mib.add(mib());
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** The peak so far, after a last collection, in MiB. */
    double peakMib() {
        mib.add(mib());
        return Collections.max(mib);
    }

    /** The median so far, which does not depend on how often a moment that needs much is met, in MiB. */
    double medianMib() {
        return Median.of(mib);
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
