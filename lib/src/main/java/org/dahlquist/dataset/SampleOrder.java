package org.dahlquist.dataset;

import java.util.SplittableRandom;

/** The random order in which an epoch visits the training samples. */
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
        SplittableRandom random = new SplittableRandom(Seeds.mix(seed, "order", epoch));
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
