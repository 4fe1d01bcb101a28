package org.dahlquist.cluster.input;

import java.io.InputStream;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.RunConfig;
import org.nd4j.common.loader.Source;

/** How fast this process makes training minibatches, without training on them. */
public final class InputRate {
    private final MinibatchLoader loader;
    private final int images;

    /**
     * Opens the training part.
     *
     * @param hadoop finds the file system
     * @param data the prepared dataset
     * @param config seed, augmentation and minibatch size
     * @throws org.dahlquist.DahlquistException if dataset and settings don't fit
     */
    public InputRate(Configuration hadoop, PreparedData data, RunConfig config) {
        Manifest manifest = Manifest.read(hadoop, data.folder());
        PreparedSplit train = PreparedSplit.of(hadoop, data, Split.TRAIN, manifest);
        this.loader = new MinibatchLoader(
                train,
                config.seed(),
                config.train().averaging().batchSizePerWorker(),
                config.train().augmentation());
        this.images = train.size();
    }

    /**
     * Makes whole epochs of minibatches, one after the other.
     *
     * @param least time to go on for
     * @return images per second
     */
    public double measure(Duration least) {
        long start = System.nanoTime();
        long made = 0;
        for (int epoch = 0; System.nanoTime() - start < least.toNanos(); epoch++) {
            for (int index = 0; index < loader.minibatches(); index++) {
                loader.load(new Named(new Minibatch(epoch, index).descriptor()));
            }
            made += images;
        }
        return made / ((System.nanoTime() - start) * 1e-9);
    }

    /** A minibatch's name in the place of a file's path. */
    private record Named(String path) implements Source {
        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public String getPath() {
            return path;
        }
    }
}
