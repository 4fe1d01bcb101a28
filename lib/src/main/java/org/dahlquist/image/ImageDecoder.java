package org.dahlquist.image;

/** Decodes image files; not thread-safe. */
public interface ImageDecoder extends AutoCloseable {
    /**
     * Decodes a whole file, whose format its first bytes tell.
     *
     * <p>Grey and palette images become RGB, CMYK is taken as Adobe's inverted CMYK and becomes C·K / 255 and so on, 16
     * bits become their upper 8, and transparent pixels lie on white. Colour profiles are ignored. A file that libjpeg
     * warns of is corrupt, even if it yields an image.
     *
     * @param file the file's bytes
     * @param options limits and scale
     * @return the image
     * @throws BadImageException if the file is not a whole image within the limits
     */
    RgbImage decode(byte[] file, DecodeOptions options) throws BadImageException;

    @Override
    void close();
}
