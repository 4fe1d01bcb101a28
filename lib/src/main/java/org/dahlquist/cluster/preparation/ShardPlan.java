package org.dahlquist.cluster.preparation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.dahlquist.dataset.ImageFiles;
import org.dahlquist.dataset.Split;
import org.dahlquist.image.ImageConversion;
import org.dahlquist.run.DataConfig;
import org.dahlquist.run.ImageFilesConfig;

/**
 * Which image goes into which shard: a part's images in random order, cut into stretches of equal number.
 *
 * <p>With tens of images or more the stretches are close to equal in bytes too. The plan follows from the images, the seed
 * and the settings, never from the number of tasks.
 *
 * @param key identifies the images and all that decides on the shards' bytes
 * @param shards all shards, training part first
 */
record ShardPlan(String key, List<PlannedShard> shards) {
    /** The plan for two listed parts of which an image takes {@code bytesPerImage} bytes in a shard. */
    static ShardPlan of(ImageFiles files, ListedImages images, DataConfig config, long seed, long bytesPerImage) {
        List<PlannedShard> shards = new ArrayList<>();
        long firstId = 0;
        for (Split split : Split.values()) {
            long size = limited(images, split, config);
            long wanted = (size * bytesPerImage + config.imageFiles().shardBytes() - 1)
                    / config.imageFiles().shardBytes();
            int count = (int) Math.max(1, Math.min(size, wanted));
            for (int shard = 0; shard < count; shard++) {
                long from = size * shard / count;
                long to = size * (shard + 1) / count;
                shards.add(new PlannedShard(split, shard, firstId + from, from, Math.toIntExact(to - from)));
            }
            firstId += size;
        }
        return new ShardPlan(key(files, images, config, seed, shards.size()), shards);
    }

    /** How many images of a part are to be prepared: the first ones of the shuffled list. */
    static long limited(ListedImages images, Split split, DataConfig config) {
        int limit = split == Split.TRAIN ? config.trainLimit() : config.testLimit();
        long size = images.split(split).size();
        return limit == 0 ? size : Math.min(limit, size);
    }

    /** Number of images of a part, good and bad. */
    long images(Split split) {
        return shards.stream()
                .filter(shard -> shard.split() == split)
                .mapToLong(PlannedShard::images)
                .sum();
    }

    /** All of the settings but the fraction that may be bad, which no shard depends on. */
    private static String key(ImageFiles files, ListedImages images, DataConfig config, long seed, int shards) {
        ImageFilesConfig how = config.imageFiles();
        return DigestUtils.sha256Hex(Stream.of(
                        config.dataset(),
                        files.classNames(),
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
