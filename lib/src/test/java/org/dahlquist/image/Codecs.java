package org.dahlquist.image;

import java.util.List;

/** The codecs that tests can try. */
final class Codecs {
    private Codecs() {}

    /** {@code java}, and {@code turbojpeg} where the library is installed. */
    static List<String> onThisMachine() {
        return TurboJpegPresence.known() ? List.of(ImageCodec.JAVA, ImageCodec.TURBOJPEG) : List.of(ImageCodec.JAVA);
    }
}
