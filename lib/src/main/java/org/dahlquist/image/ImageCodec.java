package org.dahlquist.image;

import org.dahlquist.DahlquistException;

/**
 * A decoder of image files and an encoder of JPEG that belong together; not thread-safe.
 *
 * @param name {@code turbojpeg} or {@code java}
 * @param decoder reads JPEG and PNG
 * @param encoder writes JPEG
 */
public record ImageCodec(String name, ImageDecoder decoder, JpegEncoder encoder) implements AutoCloseable {
    /** The JDK's codec: everywhere, but without SIMD. */
    public static final String JAVA = "java";

    /**
     * Opens a codec.
     *
     * @param choice {@code auto} or {@value #JAVA}
     * @throws DahlquistException (CONFIG) on another choice
     */
    public static ImageCodec open(String choice) {
        return new ImageCodec(JAVA, new SignatureDecoder(new ImageIoJpegDecoder()), new ImageIoJpegEncoder());
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }
}
