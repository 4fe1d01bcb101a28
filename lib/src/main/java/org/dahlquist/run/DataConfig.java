package org.dahlquist.run;

/**
 * Which dataset, and how it is sharded.
 *
 * @param dataset the dataset
 * @param path folder of the raw files, any Hadoop path; empty for the generated dataset
 * @param trainLimit first training samples to keep; 0 keeps all
 * @param testLimit first test samples to keep; 0 keeps all
 * @param shardRows samples per shard
 * @param shapes sizes of the generated dataset
 */
public record DataConfig(
        Dataset dataset, String path, int trainLimit, int testLimit, int shardRows, ShapesConfig shapes) {
    /** The datasets that can be prepared. */
    public enum Dataset {
        /** Generated textures and shapes, 10 classes, 3 x 32 x 32. */
        SHAPES,
        /** CIFAR-10, binary version. */
        CIFAR10,
        /** CIFAR-100, binary version, fine labels. */
        CIFAR100,
        /** MNIST, idx files. */
        MNIST,
        /** Fashion-MNIST, idx files. */
        FASHION_MNIST
    }

    /**
     * Sizes of the generated dataset.
     *
     * @param train training samples
     * @param test test samples
     */
    public record ShapesConfig(int train, int test) {}
}
