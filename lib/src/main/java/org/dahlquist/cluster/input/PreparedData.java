package org.dahlquist.cluster.input;

import org.apache.hadoop.fs.Path;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.run.InputConfig;

/**
 * A prepared dataset, and how its images come to the network.
 *
 * @param folder output of the prepare stage
 * @param input what a network sees of an image
 */
public record PreparedData(Path folder, InputConfig input) {
    /**
     * Shape of what a network sees of a dataset's images.
     *
     * @throws org.dahlquist.DahlquistException (CONFIG) if the images are encoded and {@code input.size} is 0
     */
    public static ImageShape inputShape(Manifest manifest, InputConfig input) {
        return InputTransforms.shape(manifest, input);
    }

    /** A dataset of raw images that a network sees as they are. */
    public static PreparedData of(Path folder) {
        return new PreparedData(folder, InputConfig.DEFAULT);
    }
}
