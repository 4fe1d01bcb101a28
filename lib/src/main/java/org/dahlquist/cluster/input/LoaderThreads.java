package org.dahlquist.cluster.input;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.dahlquist.DahlquistException;

/** The threads of an executor that turn images into network input, shared by its workers. Thread-safe. */
final class LoaderThreads implements AutoCloseable {
    /** Fewer images than this aren't worth a hand-over. */
    private static final int LEAST_SHARE = 4;

    private final int count;
    private final ExecutorService executor;

    LoaderThreads(int count) {
        this.count = count;
        this.executor = Executors.newFixedThreadPool(count, work -> {
            Thread daemon = new Thread(work, "images");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Does something for each of 0 … n − 1, in any order; throws what one of them throws. */
    void forEach(int n, IntConsumer work) {
        int shares = Math.max(1, Math.min(count, n / LEAST_SHARE));
        if (shares == 1) {
            run(0, n, work);
            return;
        }
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int share = 0; share < shares; share++) {
            int from = n * share / shares;
            int to = n * (share + 1) / shares;
            tasks.add(() -> run(from, to, work));
        }
        try {
            for (Future<Void> share : executor.invokeAll(tasks)) {
                share.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("interrupted while images are read")
                    .causedBy(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("images cannot be read", e.getCause());
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    private static Void run(int from, int to, IntConsumer work) {
        for (int i = from; i < to; i++) {
            work.accept(i);
        }
        return null;
    }
}
