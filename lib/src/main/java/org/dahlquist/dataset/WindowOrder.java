package org.dahlquist.dataset;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An order of an epoch in which images that are near each other lie in few shards.
 *
 * <p>The shards are permuted at random and cut into windows of equal number; within a window the images are shuffled.
 * With images laid into shards at random this mixes classes as well as a full shuffle does, and neighbours of one epoch
 * are seldom those of the next.
 *
 * @param shards the shards in the order in which they are visited
 * @param images ordinals of the images in the order in which they are visited
 */
record WindowOrder(int[] shards, int[] images) {
    /**
     * The order of an epoch.
     *
     * @param starts ordinal of each shard's first image, and after them the number of images
     * @param window shards in a window, at least 1
     */
    static WindowOrder of(long seed, int epoch, int[] starts, int window) {
        int count = starts.length - 1;
        int[] shards = new int[count];
        Arrays.setAll(shards, shard -> shard);
        shuffle(shards, 0, count, new SplittableRandom(Seeds.mix(seed, "shard order", epoch)));
        int[] images = new int[starts[count]];
        int filled = 0;
        for (int first = 0; first < count; first += window) {
            int begin = filled;
            for (int place = first; place < Math.min(count, first + window); place++) {
                for (int image = starts[shards[place]]; image < starts[shards[place] + 1]; image++) {
                    images[filled++] = image;
                }
            }
            shuffle(images, begin, filled, new SplittableRandom(Seeds.mix(seed, "window order", epoch, first)));
        }
        return new WindowOrder(shards, images);
    }

    private static void shuffle(int[] values, int from, int to, SplittableRandom random) {
        for (int i = to - 1; i > from; i--) {
            int j = random.nextInt(from, i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
