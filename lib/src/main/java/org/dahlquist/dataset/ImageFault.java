package org.dahlquist.dataset;

import java.util.Locale;

/** What listing a dataset finds wrong with one of its images, before the image itself is read. */
public enum ImageFault {
    /** Nothing. */
    NONE,
    /** The class is not one of the dataset's. */
    UNKNOWN_CLASS,
    /** The image is named somewhere, such as among the labels, but does not exist. */
    MISSING,
    /** The file with the image's labels is absent or not what it should be. */
    BAD_ANNOTATION;

    /** Name in the manifest and in the list of bad files, such as {@code unknown-class}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
