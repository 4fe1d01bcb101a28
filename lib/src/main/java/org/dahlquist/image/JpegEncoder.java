package org.dahlquist.image;

/** Writes baseline JPEG files; not thread-safe. */
public interface JpegEncoder extends AutoCloseable {
    /**
     * Encodes an image with chroma at half the resolution both ways (4:2:0); equal images give equal bytes.
     *
     * @param image the image
     * @param quality quality by the scale of libjpeg, 1 to 100
     * @return a JPEG file
     */
    byte[] encode(RgbImage image, int quality);

    @Override
    void close();
}
