package org.dahlquist.cluster;

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
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A worker's minibatches in their order; a thread of its own makes the next one while the present one trains.
 *
 * <p>At most one minibatch is made ahead. What a minibatch holds doesn't depend on when it is made.
 */
final class PrefetchedMinibatches implements Iterator<DataSet>, AutoCloseable {
    private final DataSetLoader loader;
    private final Iterator<String> names;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread daemon = new Thread(work, "minibatches");
        daemon.setDaemon(true);
        return daemon;
    });
    private Future<DataSet> ahead;

    PrefetchedMinibatches(DataSetLoader loader, List<String> names) {
        this.loader = loader;
        this.names = names.iterator();
        begin();
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public DataSet next() {
        try {
            DataSet present = ahead.get();
            begin();
            return present;
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

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void begin() {
        ahead = null;
        if (names.hasNext()) {
            Descriptor name = new Descriptor(names.next());
            ahead = thread.submit(() -> loader.load(name));
        }
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
