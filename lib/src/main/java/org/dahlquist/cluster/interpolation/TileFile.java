package org.dahlquist.cluster.interpolation;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.solver.Solution;

/**
 * The solved columns of one tile: SHA-256 of the system (32 bytes), rows, columns, iterations and relative residual of
 * each column, then {@code float32[rows][columns]}, all big-endian.
 *
 * <p>The file appears under its name only when it is whole, and a tile solved twice gives the same bytes.
 */
final class TileFile {
    private static final int DIGEST_BYTES = 32;

    private final Configuration hadoop;
    private final Path path;

    TileFile(Configuration hadoop, Path folder, int number) {
        this.hadoop = hadoop;
        this.path = new Path(folder, String.format(Locale.ROOT, "tile-%05d.f32", number));
    }

    /** What a tile's file says of its columns. */
    record Header(int rows, int columns, int[] iterations, double[] relativeResiduals) {
        long bytes() {
            return DIGEST_BYTES + 8L + 12L * columns;
        }
    }

    void write(byte[] digest, Solution solution) {
        int columns = solution.columns();
        try {
            FileSystem files = path.getFileSystem(hadoop);
            Path temporary = new Path(path.getParent(), "." + path.getName() + "." + System.nanoTime());
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(files.create(temporary), 1 << 16))) {
                out.write(digest);
                out.writeInt(solution.values().length / columns);
                out.writeInt(columns);
                for (int column = 0; column < columns; column++) {
                    out.writeInt(solution.iterations()[column]);
                    out.writeDouble(solution.relativeResiduals()[column]);
                }
                for (double value : solution.values()) {
                    out.writeFloat((float) value);
                }
            }
            files.delete(path, false);
            if (!files.rename(temporary, path)) {
                throw new IOException("cannot rename " + temporary);
            }
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    /** The header if a whole file of this very system is there. */
    Optional<Header> header(byte[] digest) {
        try {
            FileSystem files = path.getFileSystem(hadoop);
            if (!files.exists(path)) {
                return Optional.empty();
            }
            try (DataInputStream in = new DataInputStream(files.open(path))) {
                byte[] found = new byte[DIGEST_BYTES];
                in.readFully(found);
                Header header = header(in);
                long length = header.bytes() + 4L * header.rows() * header.columns();
                boolean whole = files.getFileStatus(path).getLen() == length;
                return whole && Arrays.equals(found, digest) ? Optional.of(header) : Optional.empty();
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private static Header header(DataInputStream in) throws IOException {
        int rows = in.readInt();
        int columns = in.readInt();
        int[] iterations = new int[columns];
        double[] residuals = new double[columns];
        for (int column = 0; column < columns; column++) {
            iterations[column] = in.readInt();
            residuals[column] = in.readDouble();
        }
        return new Header(rows, columns, iterations, residuals);
    }

    /** Scores of some rows, {@code float[(to - from) * columns]}. */
    float[] rows(int from, int to, int columns) {
        try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
            long start = new Header(0, columns, null, null).bytes() + 4L * from * columns;
            byte[] bytes = new byte[Math.multiplyExact(4 * columns, to - from)];
            in.readFully(start, bytes);
            float[] scores = new float[bytes.length / 4];
            ByteBuffer.wrap(bytes).asFloatBuffer().get(scores);
            return scores;
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private DahlquistException failed(String what, IOException e) {
        return DahlquistException.data(
                        "%s cannot be %s (%s); check the folder, or start again with --overwrite", path, what, e)
                .causedBy(e);
    }
}
