package org.dahlquist.cluster.preparation;

import org.apache.hadoop.conf.Configuration;
import org.dahlquist.dataset.CifarSource;
import org.dahlquist.dataset.IdxSource;
import org.dahlquist.dataset.ImageFiles;
import org.dahlquist.dataset.ImageNetSource;
import org.dahlquist.dataset.ImageSource;
import org.dahlquist.dataset.ShapesSource;
import org.dahlquist.dataset.TinyImageNetSource;
import org.dahlquist.dataset.VocSource;
import org.dahlquist.run.DataConfig;

/** Opens the dataset that a run names. */
public final class ImageSources {
    private ImageSources() {}

    /**
     * Opens and checks a dataset; reads every raw file once, and generates nothing yet.
     *
     * @param hadoop finds the file system
     * @param config which dataset, and where
     * @param seed run seed, which the generated dataset depends on
     * @throws org.dahlquist.DahlquistException (DATA) if a raw file is missing or damaged, (CONFIG) if a setting is wrong
     */
    static ImageSource open(Configuration hadoop, DataConfig config, long seed) {
        return switch (config.dataset()) {
            case SHAPES ->
                new ShapesSource(seed, config.shapes().train(), config.shapes().test());
            case CIFAR10 -> CifarSource.cifar10(hadoop, config.path());
            case CIFAR100 -> CifarSource.cifar100(hadoop, config.path());
            case MNIST -> IdxSource.mnist(hadoop, config.path());
            case FASHION_MNIST -> IdxSource.fashionMnist(hadoop, config.path());
            case IMAGENET, TINY_IMAGENET, VOC ->
                throw new IllegalArgumentException(config.dataset() + " consists of image files");
        };
    }

    /**
     * Opens a dataset of image files; finds its classes, but lists no images yet.
     *
     * @param hadoop finds the file system
     * @param config which dataset, and where
     * @throws org.dahlquist.DahlquistException (DATA) if a part is missing or damaged
     */
    static ImageFiles imageFiles(Configuration hadoop, DataConfig config) {
        return switch (config.dataset()) {
            case IMAGENET -> ImageNetSource.open(hadoop, config.path());
            case TINY_IMAGENET -> TinyImageNetSource.open(hadoop, config.path());
            case VOC -> VocSource.open(hadoop, config.path());
            case SHAPES, CIFAR10, CIFAR100, MNIST, FASHION_MNIST ->
                throw new IllegalArgumentException(config.dataset() + " does not consist of image files");
        };
    }

    /**
     * Checks that a dataset is there, whatever it consists of.
     *
     * @param hadoop finds the file system
     * @param config which dataset, and where
     * @param seed run seed
     * @throws org.dahlquist.DahlquistException as the methods that open it
     */
    public static void check(Configuration hadoop, DataConfig config, long seed) {
        if (config.dataset().isImageFiles()) {
            imageFiles(hadoop, config);
        } else {
            open(hadoop, config, seed);
        }
    }
}
