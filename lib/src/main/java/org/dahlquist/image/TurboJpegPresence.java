package org.dahlquist.image;

import com.sun.jna.NativeLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the system has libturbojpeg; apart from its functions, whose class cannot be initialised without it. */
final class TurboJpegPresence {
    private static final Logger LOG = LoggerFactory.getLogger(TurboJpegPresence.class);

    private static final boolean PRESENT = look();

    private TurboJpegPresence() {}

    /** Whether it can be loaded; looked up, and a warning logged, once for each JVM. */
    static boolean known() {
        return PRESENT;
    }

    private static boolean look() {
        try {
            NativeLibrary.getInstance(TurboJpegLibrary.NAME);
            LOG.info("images are decoded and encoded by {}", TurboJpegLibrary.NAME);
            return true;
        } catch (UnsatisfiedLinkError e) {
            LOG.warn(
                    "{} cannot be loaded, so images are decoded by Java, at about half the speed; install the package"
                            + " libturbojpeg0 (Debian, Ubuntu) or turbojpeg (Fedora, RHEL)",
                    TurboJpegLibrary.NAME);
            return false;
        }
    }
}
