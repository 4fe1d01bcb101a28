package org.dahlquist.image;

import java.util.Locale;

/** A file that is no whole image; checked, because one in some thousand files is, and the job goes on without it. */
public final class BadImageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a file. */
    public enum Reason {
        /** It has no bytes. */
        EMPTY,
        /** It begins like no image format. */
        NOT_AN_IMAGE,
        /** It ends before its image does. */
        TRUNCATED,
        /** It breaks its format's rules, even if some of its pixels can be decoded. */
        CORRUPT,
        /** Its header claims more pixels than allowed. */
        TOO_LARGE,
        /** It is, or seems, sound but of a format or variant that is not read. */
        UNSUPPORTED
    }

    private final Reason reason;

    BadImageException(Reason reason, String format, Object... values) {
        super(String.format(Locale.ROOT, format, values));
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    BadImageException causedBy(Throwable trigger) {
        initCause(trigger);
        return this;
    }
}
