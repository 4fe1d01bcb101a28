package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.dahlquist.graph.GraphSystem;
import org.dahlquist.solver.CompressedRows;

/**
 * One system as raw little-endian arrays that NumPy reads: offsets and columns int32, values float64, for the matrix
 * and for the right-hand sides.
 *
 * @param folder where they are
 * @param name of the system, the beginning of the files' names
 */
record SystemFiles(Path folder, String name) {
    void write(GraphSystem system) {
        write("a", system.matrix());
        write("b", system.rightHandSide());
    }

    CompressedRows matrix() {
        int[] offsets = ints("a.offsets");
        return new CompressedRows(
                offsets.length - 1, offsets.length - 1, offsets, ints("a.columns"), doubles("a.values"));
    }

    CompressedRows rightHandSide(int classes) {
        int[] offsets = ints("b.offsets");
        return new CompressedRows(offsets.length - 1, classes, offsets, ints("b.columns"), doubles("b.values"));
    }

    /** A solution, {@code float64[rows][classes]}. */
    void writeSolution(String contestant, double[] values) {
        write(
                contestant + ".x",
                bytes(8 * values.length, buffer -> buffer.asDoubleBuffer().put(values)));
    }

    double[] solution(String contestant) {
        return doubles(contestant + ".x");
    }

    private void write(String part, CompressedRows rows) {
        write(
                part + ".offsets",
                bytes(4 * rows.offsets().length, buffer -> buffer.asIntBuffer().put(rows.offsets())));
        write(
                part + ".columns",
                bytes(4 * rows.entries(), buffer -> buffer.asIntBuffer().put(rows.columns())));
        write(
                part + ".values",
                bytes(8 * rows.entries(), buffer -> buffer.asDoubleBuffer().put(rows.values())));
    }

    private static ByteBuffer bytes(int count, Consumer<ByteBuffer> filler) {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        filler.accept(buffer);
        return buffer;
    }

    private Path file(String part) {
        return folder.resolve(name + "." + part);
    }

    private void write(String part, ByteBuffer buffer) {
        try (FileChannel file = FileChannel.open(
                file(part),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file(part), e);
        }
    }

    private ByteBuffer read(String part) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file(part))).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file(part), e);
        }
    }

    private int[] ints(String part) {
        ByteBuffer buffer = read(part);
        int[] values = new int[buffer.remaining() / 4];
        buffer.asIntBuffer().get(values);
        return values;
    }

    private double[] doubles(String part) {
        ByteBuffer buffer = read(part);
        double[] values = new double[buffer.remaining() / 8];
        buffer.asDoubleBuffer().get(values);
        return values;
    }
}
