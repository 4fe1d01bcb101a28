package org.dahlquist.dataset;

import java.util.List;

/**
 * A dataset of image files that is not listed yet.
 *
 * @param name name in the manifest, such as {@code imagenet}
 * @param classNames name of each class; their number is the number of classes
 * @param multiLabel whether an image may show several classes
 * @param train pieces in which the training part is listed
 * @param test pieces in which the test part is listed
 */
public record ImageFiles(
        String name, List<String> classNames, boolean multiLabel, List<ImageListing> train, List<ImageListing> test) {
    /** The pieces of a part. */
    public List<ImageListing> split(Split split) {
        return split == Split.TRAIN ? train : test;
    }
}
