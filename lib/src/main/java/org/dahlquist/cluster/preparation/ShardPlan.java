package org.dahlquist.cluster.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.dahlquist.dataset.SampleOrder;
import org.dahlquist.dataset.Split;
import org.dahlquist.image.ImageConversion;
import org.dahlquist.run.DataConfig;
import org.dahlquist.run.ImageFilesConfig;

/**
 * Which image goes into which shard: a part's images in random order, cut into ranges of equal number.
 *
 * <p>With tens of images or more the ranges are close to equal in bytes too. The plan follows from the index, the seed and
 * the settings, never from the number of tasks. Memory: 4 bytes per image.
 *
 * @param key identifies the images and all that decides on the shards' bytes
 * @param shards all shards, training part first
 */
record ShardPlan(String key, List<PlannedShard> shards) {
    /** The plan for two indexed parts of which an image takes {@code bytesPerImage} bytes in a shard. */
    static ShardPlan of(IndexedImages images, DataConfig config, long seed, long bytesPerImage) {
        List<PlannedShard> shards = new ArrayList<>();
        long firstId = 0;
        for (Split split : Split.values()) {
            int[] order = order(images, split, config, seed);
            long wanted = (order.length * bytesPerImage + config.imageFiles().shardBytes() - 1)
                    / config.imageFiles().shardBytes();
            int count = (int) Math.max(1, Math.min(order.length, wanted));
            for (int shard = 0; shard < count; shard++) {
                int from = (int) ((long) order.length * shard / count);
                int to = (int) ((long) order.length * (shard + 1) / count);
                shards.add(new PlannedShard(split, shard, firstId + from, Arrays.copyOfRange(order, from, to)));
            }
            firstId += order.length;
        }
        return new ShardPlan(key(images, config, seed, shards.size()), shards);
    }

    /** The images of a part in the order of their ids. */
    static int[] order(IndexedImages images, Split split, DataConfig config, long seed) {
        int[] order = SampleOrder.shuffle(seed, split, images.index(split).size());
        int limit = split == Split.TRAIN ? config.trainLimit() : config.testLimit();
        return limit == 0 || limit >= order.length ? order : Arrays.copyOf(order, limit);
    }

    /** Number of images of a part, good and bad. */
    long images(Split split) {
        return shards.stream()
                .filter(shard -> shard.split() == split)
                .mapToLong(shard -> shard.ordinals().length)
                .sum();
    }

    /** All of the settings but the fraction that may be bad, which no shard depends on. */
    private static String key(IndexedImages images, DataConfig config, long seed, int shards) {
        ImageFilesConfig how = config.imageFiles();
        return DigestUtils.sha256Hex(Stream.of(
                        config.dataset(),
                        images.files().classNames(),
                        seed,
                        config.trainLimit(),
                        config.testLimit(),
                        shards,
                        how.encoding(),
                        how.imageSize(),
                        how.fit(),
                        how.jpegQuality(),
                        how.applyExifOrientation(),
                        how.maxPixels(),
                        how.codec(),
                        ImageConversion.VERSION,
                        images.train().digest(),
                        images.test().digest())
                .map(String::valueOf)
                .collect(Collectors.joining("\n")));
    }
}
