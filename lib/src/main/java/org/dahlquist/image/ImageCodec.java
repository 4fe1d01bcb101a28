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
    /** The system's libturbojpeg, where it is installed. */
    public static final String TURBOJPEG = "turbojpeg";

    /** The JDK's codec: everywhere, but without SIMD. */
    public static final String JAVA = "java";

    /** {@value #TURBOJPEG} where there is one, else {@value #JAVA}; a warning then tells once what to install. */
    public static final String AUTO = "auto";

    /**
     * Opens a codec.
     *
     * @param choice {@value #AUTO}, {@value #TURBOJPEG} or {@value #JAVA}
     * @throws DahlquistException (CONFIG) on another choice, and if libturbojpeg is demanded but not installed
     */
    public static ImageCodec open(String choice) {
        return switch (choice) {
            case AUTO -> TurboJpegPresence.known() ? turboJpeg() : java();
            case TURBOJPEG -> {
                if (!TurboJpegPresence.known()) {
                    throw DahlquistException.config(
                            "the codec turbojpeg needs %s on every machine, but it is not there; install the package"
                                    + " libturbojpeg0 (Debian, Ubuntu) or turbojpeg (Fedora, RHEL), or choose auto",
                            TurboJpegLibrary.NAME);
                }
                yield turboJpeg();
            }
            case JAVA -> java();
            default ->
                throw DahlquistException.config(
                        "the image codec must be %s, %s or %s, but is %s", AUTO, TURBOJPEG, JAVA, choice);
        };
    }

    private static ImageCodec turboJpeg() {
        return new ImageCodec(TURBOJPEG, new SignatureDecoder(new TurboJpegDecoder()), new TurboJpegEncoder());
    }

    private static ImageCodec java() {
        return new ImageCodec(JAVA, new SignatureDecoder(new ImageIoJpegDecoder()), new ImageIoJpegEncoder());
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }
}
