package org.dahlquist.cluster.landscape;

import java.util.Arrays;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.dataset.SampleOrder;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.landscape.Minibatches;
import org.nd4j.linalg.dataset.DataSet;

/** Some samples of a prepared dataset, drawn once and normalised without augmentation, in minibatches. */
final class LandscapeSamples implements Minibatches {
    private static final long serialVersionUID = 1L;

    private final PreparedSplit part;
    private final int[] ordinals;
    private final int batchSize;

    private LandscapeSamples(PreparedSplit part, int[] ordinals, int batchSize) {
        this.part = part;
        this.ordinals = ordinals;
        this.batchSize = batchSize;
    }

    /** The first of a random order of the part; all of it in that order where the limit is 0 or above its size. */
    static LandscapeSamples draw(PreparedSplit part, long seed, int limit, int batchSize) {
        int size = part.size();
        int[] order = SampleOrder.permutation(Seeds.mix(seed, "landscape samples"), 0, size);
        int[] drawn = limit == 0 ? order : Arrays.copyOf(order, Math.min(limit, size));
        return new LandscapeSamples(part, drawn, batchSize);
    }

    /** The same samples in minibatches of another size. */
    LandscapeSamples withBatchSize(int size) {
        return new LandscapeSamples(part, ordinals, size);
    }

    @Override
    public int count() {
        return (ordinals.length + batchSize - 1) / batchSize;
    }

    @Override
    public int samples() {
        return ordinals.length;
    }

    @Override
    public DataSet get(int index) {
        int first = index * batchSize;
        int end = Math.min(ordinals.length, first + batchSize);
        return part.evaluation()
                .normalised(Arrays.copyOfRange(ordinals, first, end))
                .minibatch(part.manifest().classes());
    }
}
