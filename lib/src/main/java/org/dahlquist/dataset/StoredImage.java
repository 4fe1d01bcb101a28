package org.dahlquist.dataset;

/**
 * One labelled image as its shard holds it.
 *
 * @param id unique in the dataset
 * @param label class index, from 0
 * @param bytes holds the image; not a copy, not to be changed
 * @param offset where the image begins
 * @param length how many bytes it has: raw pixels, unsigned and CHW, or a JPEG file
 */
public record StoredImage(long id, int label, byte[] bytes, int offset, int length) {
    /** An image that fills an array. */
    public static StoredImage of(long id, int label, byte[] image) {
        return new StoredImage(id, label, image, 0, image.length);
    }
}
