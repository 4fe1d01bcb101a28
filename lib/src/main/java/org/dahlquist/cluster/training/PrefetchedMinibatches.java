package org.dahlquist.cluster.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.ExecutorCache;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A worker's minibatches in their order; a thread of its own makes the next one while the present one trains.
 *
 * <p>At most one minibatch is made ahead, so there are two at a time, of 4·N·C·H·W bytes each. With the last of them the
 * worker's first one of the next round is begun; it waits in the executor, and is made anew where the worker moves to
 * another one. What a minibatch holds doesn't depend on when or where it is made.
 */
public final class PrefetchedMinibatches implements Iterator<DataSet>, AutoCloseable {
    /** Begun for a next round, by owner and name; those of more workers than this are made anew. */
    private static final ExecutorCache<Future<Made>> LEFT = new ExecutorCache<>(64);

    private final DataSetLoader loader;
    private final String owner;
    private final Iterator<String> names;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread daemon = new Thread(work, "minibatches");
        daemon.setDaemon(true);
        return daemon;
    });
    private String following;
    private Future<Made> ahead;
    private long loadingNanos;
    private long waitingNanos;

    /** A minibatch, and how long it took. */
    private record Made(DataSet minibatch, long nanos) {}

    /** All minibatches of a training that no other follows. */
    public PrefetchedMinibatches(DataSetLoader loader, List<String> names) {
        this(loader, "", new WorkerRound.Share(names, ""));
    }

    /**
     * A worker's minibatches.
     *
     * @param owner unique to the training
     */
    PrefetchedMinibatches(DataSetLoader loader, String owner, WorkerRound.Share share) {
        this.loader = loader;
        this.owner = owner;
        this.names = share.minibatches().iterator();
        this.following = share.following();
        begin();
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public DataSet next() {
        try {
            long start = System.nanoTime();
            Made present = ahead.get();
            waitingNanos += System.nanoTime() - start;
            loadingNanos += present.nanos();
            begin();
            return present.minibatch();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("interrupted while waiting for a minibatch")
                    .causedBy(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a minibatch cannot be made", e.getCause());
        }
    }

    /** Seconds in which the minibatches taken so far were made, beside the training or not. */
    public double loadingSeconds() {
        return loadingNanos * 1e-9;
    }

    /** Seconds for which {@link #next} had to wait. */
    public double waitingSeconds() {
        return waitingNanos * 1e-9;
    }

    /** Drops what was made ahead, but not what the next round begins with. */
    @Override
    public void close() {
        if (ahead != null) {
            ahead.cancel(true);
        }
        thread.shutdown();
    }

    private void begin() {
        ahead = null;
        if (names.hasNext()) {
            String name = names.next();
            ahead = LEFT.borrow(owner + "/" + name, () -> submit(name));
        } else if (!following.isEmpty()) {
            LEFT.giveBack(owner + "/" + following, submit(following));
            following = "";
        }
    }

    private Future<Made> submit(String name) {
        return thread.submit(() -> {
            long start = System.nanoTime();
            DataSet minibatch = loader.load(new Descriptor(name));
            return new Made(minibatch, System.nanoTime() - start);
        });
    }

    /** A minibatch's name in the place of a file's path. */
    private record Descriptor(String path) implements Source {
        @Override
        public InputStream getInputStream() {
            throw new UncheckedIOException(new IOException(path + " names a minibatch, which has no bytes"));
        }

        @Override
        public String getPath() {
            return path;
        }
    }
}
