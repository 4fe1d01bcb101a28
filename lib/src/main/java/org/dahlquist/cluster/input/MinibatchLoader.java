package org.dahlquist.cluster.input;

import java.util.Arrays;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.run.TrainConfig;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Builds augmented training minibatches from shards; the source's path is a {@link Minibatch} descriptor.
 *
 * <p>Which samples a minibatch holds, and how each is augmented, follows from (seed, epoch, sample id) alone. The last
 * minibatch of an epoch may be smaller. Images are float32 {@code [N, C, H, W]}, labels one-hot {@code [N, classes]}.
 * Thread-safe.
 */
public final class MinibatchLoader implements DataSetLoader {
    private static final long serialVersionUID = 1L;

    private final PreparedSplit part;
    private final long seed;
    private final int batchSize;
    private final TrainConfig.Augmentation augmentation;
    private transient volatile EpochOrder order;

    /** The order in which an epoch visits the samples. */
    private record EpochOrder(int epoch, int[] ordinals) {}

    /**
     * Minibatches of a part.
     *
     * @param seed of the order and of every augmentation
     * @param batchSize samples of a minibatch
     * @param augmentation what happens to the images
     */
    public MinibatchLoader(PreparedSplit part, long seed, int batchSize, TrainConfig.Augmentation augmentation) {
        this.part = part;
        this.seed = seed;
        this.batchSize = batchSize;
        this.augmentation = augmentation;
    }

    /** Number of minibatches in an epoch, the last incomplete one included. */
    public int minibatches() {
        return (part.size() + batchSize - 1) / batchSize;
    }

    @Override
    public DataSet load(Source source) {
        Minibatch minibatch = Minibatch.parse(source.getPath());
        NetworkInput input = part.training(augmentation);
        int[] ordinals = ordinals(input, minibatch.epoch());
        int first = minibatch.index() * batchSize;
        int end = Math.min(ordinals.length, first + batchSize);
        return input.augmented(
                        Arrays.copyOfRange(ordinals, first, end),
                        id -> Seeds.mix(seed, "augment", minibatch.epoch(), id))
                .minibatch(part.manifest().classes());
    }

    private int[] ordinals(NetworkInput input, int epoch) {
        EpochOrder known = order;
        if (known == null || known.epoch() != epoch) {
            known = new EpochOrder(epoch, input.images().order(seed, epoch));
            order = known;
        }
        return known.ordinals();
    }
}
