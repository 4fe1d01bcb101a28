package org.dahlquist.cluster.interpolation;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.dahlquist.graph.SplitSystem;
import org.dahlquist.solver.CompressedRows;
import org.dahlquist.solver.ConjugateGradient;

/** SHA-256 of a system and how it is solved: what a kept tile must have been computed from. */
final class SystemDigest {
    private static final int CHUNK = 1 << 13;

    private SystemDigest() {}

    static byte[] of(SplitSystem split, ConjugateGradient solver) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            add(sha, split.matrix());
            add(sha, split.rightHandSide());
            sha.update(ByteBuffer.allocate(16)
                    .putDouble(solver.tolerance())
                    .putInt(solver.maxIterations())
                    .putInt(split.system().singular() ? 1 : 0)
                    .array());
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest sha, CompressedRows matrix) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * CHUNK);
        for (int offset : matrix.offsets()) {
            flush(sha, bytes.putInt(offset));
        }
        for (int column : matrix.columns()) {
            flush(sha, bytes.putInt(column));
        }
        for (double value : matrix.values()) {
            flush(sha, bytes.putDouble(value));
        }
        sha.update(bytes.array(), 0, bytes.position());
    }

    private static void flush(MessageDigest sha, ByteBuffer bytes) {
        if (bytes.remaining() < 8) {
            sha.update(bytes.array(), 0, bytes.position());
            bytes.clear();
        }
    }
}
