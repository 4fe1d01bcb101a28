package org.dahlquist.dataset;

import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * One piece of the work of finding a dataset's images: a folder, an archive or a range of a list.
 *
 * <p>Immutable and serialisable, so that the pieces can be listed side by side on a cluster. No images are kept.
 */
public interface ImageListing extends Serializable {
    /**
     * Finds the images.
     *
     * @param hadoop finds the file system
     * @param images receives the images one by one, in any order
     * @throws org.dahlquist.DahlquistException (DATA) if the folder or archive cannot be read or is damaged
     */
    void list(Configuration hadoop, Consumer<ImageEntry> images);
}
