package org.dahlquist.image;

/** An image file that cannot be decoded, and why. */
public final class BadImageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What is wrong with the file. */
    public enum Reason {
        /** It has no bytes. */
        EMPTY,
        /** It is of no known image format. */
        NOT_AN_IMAGE,
        /** It ends too early. */
        TRUNCATED,
        /** Its content contradicts its format. */
        CORRUPT,
        /** It claims more pixels than allowed. */
        TOO_LARGE,
        /** Its format has a variety that is not decoded. */
        UNSUPPORTED
    }

    BadImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What is wrong with the file. */
    public Reason reason() {
        return reason;
    }
}
