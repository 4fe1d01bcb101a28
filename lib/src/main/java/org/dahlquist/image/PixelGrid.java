package org.dahlquist.image;

import org.dahlquist.dataset.ImageShape;

/**
 * Unsigned bytes of a picture in memory, interleaved or in planes.
 *
 * @param bytes holds the picture; not a copy
 * @param offset of the first value
 * @param width pixels of a row
 * @param height rows
 * @param channels values of a pixel
 * @param channelStride from a value to that of the next channel
 * @param rowStride from a value to the one below
 * @param pixelStride from a value to the one at its right
 */
record PixelGrid(
        byte[] bytes,
        int offset,
        int width,
        int height,
        int channels,
        int channelStride,
        int rowStride,
        int pixelStride) {
    /** A picture in CHW order. */
    static PixelGrid planar(byte[] bytes, int offset, ImageShape shape) {
        int plane = shape.height() * shape.width();
        return new PixelGrid(bytes, offset, shape.width(), shape.height(), shape.channels(), plane, shape.width(), 1);
    }

    /** A picture of three interleaved channels. */
    static PixelGrid interleaved(byte[] bytes, int width, int height) {
        return new PixelGrid(bytes, 0, width, height, 3, 1, 3 * width, 3);
    }
}
