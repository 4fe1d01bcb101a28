package org.dahlquist.dataset;

import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A dataset before it is prepared, readable in ranges from any process.
 *
 * <p>Whoever opens a source checks it as a whole: sizes, labels and digests. Reading a range afterwards fails only where
 * the files have changed or vanished. Immutable and serialisable; safe to share between threads.
 */
public interface ImageSource extends Serializable {
    /** Name in the manifest, such as {@code cifar10}. */
    String name();

    /** Shape of every image. */
    ImageShape shape();

    /** Name of each class; their number is the number of classes. */
    List<String> classNames();

    /** Number of samples in a split, at least 1. */
    int size(Split split);

    /** The raw files with their digests; none for a generated dataset. */
    List<Manifest.Source> files();

    /**
     * Reads the samples {@code from … to − 1} of a split, in source order.
     *
     * @param hadoop finds the file system
     * @param split which part
     * @param from first index in the split, 0 or more
     * @param to end of the range, at most {@code size(split)}
     * @param firstId id of the first sample read; the others follow
     * @return {@code to − from} samples, whose images belong to the caller
     * @throws org.dahlquist.DahlquistException (DATA) if a file cannot be read
     */
    List<Sample> read(Configuration hadoop, Split split, int from, int to, long firstId);
}
