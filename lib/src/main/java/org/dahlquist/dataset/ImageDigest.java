package org.dahlquist.dataset;

import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Digest of a set of images: the sum modulo 2^256 of the SHA-256 of a line {@code label TAB name TAB length} for each, with
 * the classes it shows where these are several.
 *
 * <p>It depends neither on the order of the images nor on where they lie, and those of two sets can be added. It costs no
 * second pass over the images, as it covers their names and not their content. Reference: M. Bellare and D. Micciancio, "A
 * new paradigm for collision-free hashing", EUROCRYPT 1997 (AdHash). Immutable.
 */
record ImageDigest(BigInteger sum) implements Serializable {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    /** Digest of no images. */
    static final ImageDigest NONE = new ImageDigest(BigInteger.ZERO);

    /** The digest with one more image. */
    ImageDigest with(ImageEntry entry) {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        String line = entry.label() + "\t" + entry.name() + "\t" + entry.length() + "\n";
        sha256.update(line.getBytes(StandardCharsets.UTF_8));
        sha256.update(entry.presence());
        return plus(new ImageDigest(new BigInteger(1, sha256.digest())));
    }

    /** The digest of both sets. */
    ImageDigest plus(ImageDigest other) {
        return new ImageDigest(sum.add(other.sum).mod(MODULUS));
    }

    /** 64 hexadecimal digits. */
    String hex() {
        return String.format(Locale.ROOT, "%064x", sum);
    }
}
