package org.dahlquist.cluster.preparation;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.dataset.ImageFiles;
import org.dahlquist.dataset.ImageIndex;
import org.dahlquist.dataset.ImageListing;
import org.dahlquist.dataset.Split;

/**
 * A dataset of image files with the index of each part.
 *
 * @param files the dataset
 * @param train where the training images are
 * @param test where the test images are
 */
record IndexedImages(ImageFiles files, ImageIndex train, ImageIndex test) {
    private static final int SLICES_PER_SLOT = 4;

    /** Lists both parts on the cluster: each task a share of the folders and archives. */
    static IndexedImages list(JavaSparkContext spark, ImageFiles files) {
        return new IndexedImages(files, list(spark, files, Split.TRAIN), list(spark, files, Split.TEST));
    }

    ImageIndex index(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    private static ImageIndex list(JavaSparkContext spark, ImageFiles files, Split split) {
        List<ImageListing> listings = files.split(split);
        int slices = Math.max(1, Math.min(listings.size(), SLICES_PER_SLOT * spark.defaultParallelism()));
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        ImageIndex index = ImageIndex.merge(SparkFailures.unwrap(() -> spark.parallelize(listings, slices)
                .map(listing -> ImageIndex.of(listing.list(hadoop.value())))
                .collect()));
        if (index.size() == 0) {
            throw DahlquistException.data(
                    "%s must have at least one image in its %s part, but has none; correct data.path",
                    files.name(), split.key());
        }
        return index;
    }
}
