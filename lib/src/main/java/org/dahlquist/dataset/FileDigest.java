package org.dahlquist.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * What tells one file from another.
 *
 * @param bytes length
 * @param sha256 digest of the bytes, hexadecimal
 */
public record FileDigest(long bytes, String sha256) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * Reads a whole file.
     *
     * @param hadoop finds the file system
     * @param file the file
     * @throws DahlquistException (DATA) if it cannot be read
     */
    public static FileDigest of(Configuration hadoop, Path file) {
        try {
            FileSystem files = file.getFileSystem(hadoop);
            try (InputStream in = files.open(file)) {
                MessageDigest sha256 = DigestUtils.getSha256Digest();
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    sha256.update(buffer, 0, count);
                }
                return new FileDigest(
                        files.getFileStatus(file).getLen(), HexFormat.of().formatHex(sha256.digest()));
            }
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be read (%s); check its permissions", file, e)
                    .causedBy(e);
        }
    }
}
