package org.dahlquist.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Joins of blocks, run by some threads in about the order added, none two at a time on the lists of one block. */
public final class BlockPairs {
    private final int threads;
    private final List<Pair> waiting = new ArrayList<>();
    private final Set<Object> busy = new HashSet<>();

    /** Joins for so many threads. */
    public BlockPairs(int threads) {
        this.threads = threads;
    }

    private record Pair(Object left, Object right, Runnable join) {}

    /** Adds a join that changes the lists of one block, or of two if {@code right} isn't null. */
    public void add(Object left, Object right, Runnable join) {
        waiting.add(new Pair(left, right, join));
    }

    /** Runs all joins; the first failure of one is thrown. */
    void run() {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                workers.add(pool.submit(this::work));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a join of blocks failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while joining blocks", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Runs joins on this thread, others on other threads meanwhile, until none is left; a failure ends all. */
    public void work() {
        try {
            for (Pair pair = take(); pair != null; pair = take()) {
                try {
                    pair.join.run();
                } finally {
                    release(pair);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    /** The next pair whose blocks are free, as soon as there is one; null if none is left. */
    private synchronized Pair take() throws InterruptedException {
        while (!waiting.isEmpty()) {
            for (Iterator<Pair> pairs = waiting.iterator(); pairs.hasNext(); ) {
                Pair pair = pairs.next();
                if (!busy.contains(pair.left) && !busy.contains(pair.right)) {
                    pairs.remove();
                    busy.add(pair.left);
                    if (pair.right != null) {
                        busy.add(pair.right);
                    }
                    return pair;
                }
            }
            wait();
        }
        return null;
    }

    private synchronized void release(Pair pair) {
        busy.remove(pair.left);
        busy.remove(pair.right);
        notifyAll();
    }

    private synchronized void abandon() {
        waiting.clear();
        notifyAll();
    }
}
