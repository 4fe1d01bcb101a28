package org.dahlquist.onednn;

/** Says why a network can't be compiled here; the network's own layers then compute. */
public final class UnsupportedGraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedGraphException(String reason) {
        super(reason);
    }
}
