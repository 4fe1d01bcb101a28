package org.dahlquist.dataset;

import java.util.SplittableRandom;

/** Random orders: the one in which an epoch visits the training samples, and the one in which a part is sharded. */
public final class SampleOrder {
    private SampleOrder() {}

    /**
     * A uniformly random permutation of the ordinals 0 … n − 1 (Fisher–Yates, Durstenfeld's form).
     *
     * @param seed run seed
     * @param epoch epoch, which selects the permutation
     * @param n samples, 0 or more
     * @return {@code int[n]}, the same on every machine and for every number of workers
     */
    public static int[] permutation(long seed, int epoch, int n) {
        return permutation(Seeds.mix(seed, "order", epoch), n);
    }

    /**
     * A uniformly random permutation in which the images of a part are laid into shards, so that each holds a mixture of
     * classes.
     *
     * @param seed run seed
     * @param split the part
     * @param n images, 0 or more
     * @return {@code int[n]}, the same on every machine
     */
    public static int[] shuffle(long seed, Split split, int n) {
        return permutation(Seeds.mix(seed, "shuffle", split.ordinal()), n);
    }

    private static int[] permutation(long randomSeed, int n) {
        SplittableRandom random = new SplittableRandom(randomSeed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
