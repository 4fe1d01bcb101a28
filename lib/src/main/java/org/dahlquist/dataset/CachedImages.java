package org.dahlquist.dataset;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * One part of a prepared dataset of any size and encoding, of which the shards used last are in memory.
 *
 * <p>Memory: the images of the shards kept, at most the given bound, and 12 bytes for each of them; what a caller still
 * holds of a dropped shard comes on top. A part within the bound is read once. Of a larger one an epoch reads every shard
 * once per process, in windows of so many shards that two windows fit: while one is used, a thread of its own reads the
 * next, in the order that {@link #order} gave out last.
 */
final class CachedImages implements StoredImages {
    private static final long IDLE_SECONDS = 10;

    private final Configuration hadoop;
    private final Path folder;
    private final Split split;
    private final ShardFormat format;
    private final List<Manifest.Shard> shards;
    private final ShardSizes sizes;
    private final long cacheBytes;
    private final int window;
    private final int[] starts;
    private final Map<Integer, FutureTask<ShardContent>> contents = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Integer> used = new HashSet<>();
    private final ThreadPoolExecutor ahead = oneThread();
    private long heldBytes;
    /** For each shard the one that will be wanted a window later, or −1. */
    private volatile int[] upcoming;

    CachedImages(Configuration hadoop, Path folder, Manifest manifest, Split split, long cacheBytes) {
        this.hadoop = hadoop;
        this.folder = folder;
        this.split = split;
        this.format = manifest.format();
        this.shards = manifest.split(split).shards();
        this.sizes = new ShardSizes(manifest, split);
        this.cacheBytes = cacheBytes;
        this.window = sizes.window(cacheBytes);
        this.starts = new int[shards.size() + 1];
        for (int shard = 0; shard < shards.size(); shard++) {
            starts[shard + 1] = Math.addExact(starts[shard], shards.get(shard).rows());
        }
        int[] ascending = new int[shards.size()];
        Arrays.setAll(ascending, shard -> shard);
        this.upcoming = windowLater(ascending);
    }

    @Override
    public int size() {
        return starts[shards.size()];
    }

    @Override
    public StoredImage get(int ordinal) {
        int shard = shard(ordinal);
        return content(shard).image(ordinal - starts[shard]);
    }

    @Override
    public String place(int ordinal) {
        int shard = shard(ordinal);
        return "row " + (ordinal - starts[shard]) + " of " + file(shard);
    }

    @Override
    public int[] order(long seed, int epoch) {
        if (window >= shards.size()) {
            return SampleOrder.permutation(seed, epoch, size());
        }
        WindowOrder order = WindowOrder.of(seed, epoch, starts, window);
        upcoming = windowLater(order.shards());
        return order.images();
    }

    /** Bytes of the shards that are kept. */
    synchronized long heldBytes() {
        return heldBytes;
    }

    private int[] windowLater(int[] visited) {
        int[] later = new int[visited.length];
        for (int place = 0; place < visited.length; place++) {
            later[visited[place]] = place + window < visited.length ? visited[place + window] : -1;
        }
        return later;
    }

    private int shard(int ordinal) {
        int found = Arrays.binarySearch(starts, ordinal);
        int shard = found >= 0 ? found : -found - 2;
        while (starts[shard + 1] <= ordinal) { // an empty shard begins where the next one does
            shard++;
        }
        return shard;
    }

    private Path file(int shard) {
        return Manifest.shardPath(folder, split, shards.get(shard));
    }

    private ShardContent content(int shard) {
        FutureTask<ShardContent> reading = wanted(shard);
        reading.run();
        try {
            return reading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("interrupted while reading %s", file(shard))
                    .causedBy(e);
        } catch (ExecutionException e) {
            forget(shard, reading);
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("cannot read " + file(shard), e.getCause());
        }
    }

    /** The reading of a shard, whoever does it; at its first use the shard a window later begins to be read. */
    private synchronized FutureTask<ShardContent> wanted(int shard) {
        FutureTask<ShardContent> reading = contents.get(shard);
        if (reading == null) {
            reading = begin(shard);
        }
        int next = used.add(shard) ? upcoming[shard] : -1;
        if (next >= 0 && !contents.containsKey(next)) {
            ahead.execute(begin(next));
        }
        return reading;
    }

    private FutureTask<ShardContent> begin(int shard) {
        FutureTask<ShardContent> reading =
                new FutureTask<>(() -> ShardContent.read(hadoop, file(shard), format, shards.get(shard)));
        contents.put(shard, reading);
        heldBytes += sizes.bytes().get(shard);
        Iterator<Integer> eldest = List.copyOf(contents.keySet()).iterator();
        while (heldBytes > cacheBytes) {
            drop(eldest.next());
        }
        return reading;
    }

    private synchronized void forget(int shard, FutureTask<ShardContent> failed) {
        if (contents.get(shard) == failed) {
            drop(shard);
        }
    }

    private void drop(int shard) {
        contents.remove(shard);
        used.remove(shard);
        heldBytes -= sizes.bytes().get(shard);
    }

    /** One thread that dies when idle, so that nobody has to close it. */
    private static ThreadPoolExecutor oneThread() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread daemon = new Thread(work, "shards");
                    daemon.setDaemon(true);
                    return daemon;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
