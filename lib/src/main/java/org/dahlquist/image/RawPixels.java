package org.dahlquist.image;

import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.StoredImage;

/**
 * Pixels of raw images.
 *
 * @param shape shape of all images
 */
record RawPixels(ImageShape shape) implements PixelSource {
    @Override
    public Size size(StoredImage image) {
        return new Size(shape.width(), shape.height());
    }

    @Override
    public PixelGrid pixels(StoredImage image, int shorterSide) {
        return PixelGrid.planar(image.bytes(), image.offset(), shape);
    }

    @Override
    public void close() {
        // nothing is kept
    }
}
