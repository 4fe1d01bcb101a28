package org.dahlquist.cluster;

import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.SampleOrder;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.dataset.ShardedImages;
import org.dahlquist.image.ImageTransform;
import org.dahlquist.run.TrainConfig;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Builds augmented training minibatches from shards; the source's path is a {@link Minibatch} descriptor.
 *
 * <p>Which samples a minibatch holds, and how each is augmented, follows from (seed, epoch, sample id) alone. The last
 * minibatch of an epoch may be smaller. Images are float32 {@code [N, C, H, W]}, labels one-hot {@code [N, classes]}.
 * Not thread-safe: each Spark task has its own copy.
 */
final class MinibatchLoader implements DataSetLoader {
    private static final long serialVersionUID = 1L;

    private final PreparedSplit part;
    private final Manifest manifest;
    private final long seed;
    private final int batchSize;
    private final int cropPadding;
    private final boolean flip;
    private transient int orderedEpoch;
    private transient int[] order;

    MinibatchLoader(
            PreparedSplit part, Manifest manifest, long seed, int batchSize, TrainConfig.Augmentation augmentation) {
        this.part = part;
        this.manifest = manifest;
        this.seed = seed;
        this.batchSize = batchSize;
        this.cropPadding = augmentation.cropPadding();
        this.flip = augmentation.flip();
    }

    /** Number of minibatches in an epoch, the last incomplete one included. */
    int minibatches() {
        return Math.toIntExact((manifest.split(part.split()).rows() + batchSize - 1) / batchSize);
    }

    @Override
    public DataSet load(Source source) {
        Minibatch minibatch = Minibatch.parse(source.getPath());
        ShardedImages images = part.images();
        if (order == null || orderedEpoch != minibatch.epoch()) {
            order = SampleOrder.permutation(seed, minibatch.epoch(), images.size());
            orderedEpoch = minibatch.epoch();
        }
        int first = minibatch.index() * batchSize;
        return batch(images, first, Math.min(batchSize, order.length - first), minibatch.epoch());
    }

    private DataSet batch(ShardedImages images, int first, int rows, int epoch) {
        int size = images.shape().size();
        ImageTransform transform =
                new ImageTransform(images.shape(), manifest.mean(), manifest.std(), cropPadding, flip);
        float[] values = new float[rows * size];
        float[] oneHot = new float[rows * manifest.classes()];
        for (int row = 0; row < rows; row++) {
            int ordinal = order[first + row];
            long augmentation = Seeds.mix(seed, "augment", epoch, images.id(ordinal));
            transform.augmented(images.pixels(), ordinal * size, augmentation, values, row * size);
            oneHot[row * manifest.classes() + images.label(ordinal)] = 1;
        }
        INDArray features = Nd4j.create(
                values,
                new long[] {
                    rows,
                    images.shape().channels(),
                    images.shape().height(),
                    images.shape().width()
                },
                'c');
        return new DataSet(features, Nd4j.create(oneHot, new long[] {rows, manifest.classes()}, 'c'));
    }
}
