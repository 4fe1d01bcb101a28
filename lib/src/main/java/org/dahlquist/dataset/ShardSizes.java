package org.dahlquist.dataset;

import java.util.List;
import java.util.stream.LongStream;
import org.dahlquist.DahlquistException;

/**
 * How much memory the images of a part take, shard by shard.
 *
 * @param part key of the part, for messages
 * @param bytes of the images of each shard; of encoded ones those of the file, which has little else in it
 */
record ShardSizes(String part, List<Long> bytes) {
    ShardSizes(Manifest manifest, Split split) {
        this(
                split.key(),
                manifest.split(split).shards().stream()
                        .map(shard -> manifest.encoding() == Manifest.Encoding.RAW
                                ? (long) shard.rows() * manifest.shape().size()
                                : shard.bytes())
                        .toList());
    }

    long total() {
        return each().sum();
    }

    long largest() {
        return each().max().orElse(0);
    }

    /**
     * Shards in a window, so that one window can be used and the next one read within the bound; all if they fit.
     *
     * @throws DahlquistException (CONFIG) if not even two shards fit
     */
    int window(long cacheBytes) {
        if (total() <= cacheBytes) {
            return Math.max(1, bytes.size());
        }
        if (2 * largest() > cacheBytes) {
            throw DahlquistException.config(
                    "input.cache-bytes must hold two shards, one in use and one being read, but is %,d and the largest"
                            + " shard of the %s part has %,d bytes; raise it, or prepare with a smaller data.shard-bytes",
                    cacheBytes, part, largest());
        }
        return Math.toIntExact(cacheBytes / (2 * largest()));
    }

    private LongStream each() {
        return bytes.stream().mapToLong(Long::longValue);
    }
}
