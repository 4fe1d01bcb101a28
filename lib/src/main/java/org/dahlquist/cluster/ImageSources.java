package org.dahlquist.cluster;

import org.apache.hadoop.conf.Configuration;
import org.dahlquist.dataset.CifarSource;
import org.dahlquist.dataset.IdxSource;
import org.dahlquist.dataset.ImageSource;
import org.dahlquist.dataset.ShapesSource;
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
    public static ImageSource open(Configuration hadoop, DataConfig config, long seed) {
        return switch (config.dataset()) {
            case SHAPES ->
                new ShapesSource(seed, config.shapes().train(), config.shapes().test());
            case CIFAR10 -> CifarSource.cifar10(hadoop, config.path());
            case CIFAR100 -> CifarSource.cifar100(hadoop, config.path());
            case MNIST -> IdxSource.mnist(hadoop, config.path());
            case FASHION_MNIST -> IdxSource.fashionMnist(hadoop, config.path());
        };
    }
}
