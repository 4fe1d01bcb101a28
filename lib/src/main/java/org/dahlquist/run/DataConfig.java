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
 * @param imageFiles how image files become shards
 */
public record DataConfig(
        Dataset dataset,
        String path,
        int trainLimit,
        int testLimit,
        int shardRows,
        ShapesConfig shapes,
        ImageFilesConfig imageFiles) {
    static DataConfig read(ConfigReader at) {
        DataConfig config = new DataConfig(
                at.oneOf("dataset", Dataset.class),
                at.text("path"),
                at.intInRange("train-limit", 0, Integer.MAX_VALUE),
                at.intInRange("test-limit", 0, Integer.MAX_VALUE),
                at.intInRange("shard-rows", 1, 1_000_000),
                ShapesConfig.read(at.at("shapes")),
                ImageFilesConfig.read(at));
        at.require(
                config.dataset() == Dataset.SHAPES || !config.path().isBlank(),
                "path",
                "must name the folder with the raw files of " + config.dataset());
        return config;
    }

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
        FASHION_MNIST,
        /** ImageNet (ILSVRC2012), in folders or the official archives. */
        IMAGENET,
        /** Tiny ImageNet, unpacked. */
        TINY_IMAGENET,
        /** Pascal VOC, one year's folder, for classification with several labels. */
        VOC;

        /** Whether the dataset consists of image files. */
        public boolean isImageFiles() {
            return this == IMAGENET || this == TINY_IMAGENET || this == VOC;
        }
    }

    /**
     * Sizes of the generated dataset.
     *
     * @param train training samples
     * @param test test samples
     */
    public record ShapesConfig(int train, int test) {
        static ShapesConfig read(ConfigReader at) {
            return new ShapesConfig(at.intInRange("train", 1, 10_000_000), at.intInRange("test", 1, 10_000_000));
        }
    }
}
