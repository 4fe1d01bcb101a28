package org.dahlquist.jobs.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * The most heap that was in use after a full garbage collection, of which it asks for four a second: what is kept, without
 * the garbage that would let any heap grow.
 */
final class HeapPeak {
    private static final long INTERVAL_MILLIS = 250;

    private final Thread watch = new Thread(this::sample, "heap-peak");
    private long bytes;

    /** Starts to watch this JVM. */
    HeapPeak() {
        watch.setDaemon(true);
        watch.start();
    }

    /** Stops watching, after a last collection; returns the peak in MiB. */
    double stop() {
        watch.interrupt();
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return bytes / (double) (1 << 20);
    }

    private void sample() {
        boolean running = true;
        while (running) {
            try {
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException stopped) {
                running = false;
            }
            System.gc();
            bytes = Math.max(
                    bytes,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }
}
