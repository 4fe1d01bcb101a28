package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Neighbours (int32) and distances (float64) as contestants write them, little-endian, row-major. */
final class NeighbourFile {
    private NeighbourFile() {}

    static void write(Path path, int[] ordinals) throws IOException {
        ByteBuffer bytes = buffer(ordinals.length * Integer.BYTES);
        bytes.asIntBuffer().put(ordinals);
        Files.write(path, bytes.array());
    }

    static void write(Path path, double[] distances) throws IOException {
        ByteBuffer bytes = buffer(distances.length * Double.BYTES);
        bytes.asDoubleBuffer().put(distances);
        Files.write(path, bytes.array());
    }

    static int[] ordinals(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int[] ordinals = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ordinals);
        return ordinals;
    }

    static double[] distances(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        double[] distances = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(distances);
        return distances;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
