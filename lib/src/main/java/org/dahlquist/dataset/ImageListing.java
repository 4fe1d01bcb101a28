package org.dahlquist.dataset;

import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * One piece of the work of finding a dataset's images: a folder, an archive or a range of a list.
 *
 * <p>Immutable and serialisable, so that the pieces can be listed side by side on a cluster. Its memory is that of its
 * own images only.
 */
public interface ImageListing extends Serializable {
    /**
     * Finds the images.
     *
     * @param hadoop finds the file system
     * @return the images, in any order
     * @throws org.dahlquist.DahlquistException (DATA) if the folder or archive cannot be read or is damaged
     */
    List<ImageEntry> list(Configuration hadoop);
}
