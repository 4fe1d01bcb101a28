package org.dahlquist.cluster;

import java.util.Arrays;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.SampleOrder;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.dataset.ShardedImages;
import org.dahlquist.image.ImageTransform;
import org.dahlquist.landscape.Minibatches;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Some samples of a prepared dataset, drawn once and normalised without augmentation, in minibatches. */
final class LandscapeSamples implements Minibatches {
    private static final long serialVersionUID = 1L;

    private final PreparedSplit part;
    private final Manifest manifest;
    private final int[] ordinals;
    private final int batchSize;

    private LandscapeSamples(PreparedSplit part, Manifest manifest, int[] ordinals, int batchSize) {
        this.part = part;
        this.manifest = manifest;
        this.ordinals = ordinals;
        this.batchSize = batchSize;
    }

    /** The first of a random order of the part; all of it in that order where the limit is 0 or above its size. */
    static LandscapeSamples draw(PreparedSplit part, Manifest manifest, long seed, int limit, int batchSize) {
        int size = Math.toIntExact(manifest.split(part.split()).rows());
        int[] order = SampleOrder.permutation(Seeds.mix(seed, "landscape samples"), 0, size);
        int[] drawn = limit == 0 ? order : Arrays.copyOf(order, Math.min(limit, size));
        return new LandscapeSamples(part, manifest, drawn, batchSize);
    }

    /** The same samples in minibatches of another size. */
    LandscapeSamples withBatchSize(int size) {
        return new LandscapeSamples(part, manifest, ordinals, size);
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
        ShardedImages images = part.images();
        int first = index * batchSize;
        int rows = Math.min(batchSize, ordinals.length - first);
        int size = images.shape().size();
        ImageTransform transform = new ImageTransform(images.shape(), manifest.mean(), manifest.std(), 0, false);
        float[] values = new float[rows * size];
        float[] oneHot = new float[rows * manifest.classes()];
        for (int row = 0; row < rows; row++) {
            int ordinal = ordinals[first + row];
            transform.normalised(images.pixels(), ordinal * size, values, row * size);
            oneHot[row * manifest.classes() + images.label(ordinal)] = 1;
        }
        long[] shape = {
            rows,
            images.shape().channels(),
            images.shape().height(),
            images.shape().width()
        };
        return new DataSet(
                Nd4j.create(values, shape, 'c'), Nd4j.create(oneHot, new long[] {rows, manifest.classes()}, 'c'));
    }
}
