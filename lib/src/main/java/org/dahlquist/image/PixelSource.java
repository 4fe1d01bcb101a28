package org.dahlquist.image;

import org.dahlquist.dataset.StoredImage;

/** Gives the pixels of stored images. Thread-safe. */
interface PixelSource extends AutoCloseable {
    /**
     * Width and height of a picture.
     *
     * @param width in pixels
     * @param height in pixels
     */
    record Size(int width, int height) {
        int shorter() {
            return Math.min(width, height);
        }
    }

    /** Size of an image, found without decoding it. */
    Size size(StoredImage image) throws BadImageException;

    /** Pixels of an image, at its size or at a reduced one whose shorter side is at least the given one. */
    PixelGrid pixels(StoredImage image, int shorterSide) throws BadImageException;

    /** Frees what is kept from image to image. */
    @Override
    void close();
}
