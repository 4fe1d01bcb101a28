package org.dahlquist.jobs.bench;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.dahlquist.graph.Points;

/**
 * Features that every contestant reads: float32, little-endian, row-major, without a header.
 *
 * @param path the file
 * @param size number of points
 * @param dimension features per point
 */
record FeatureFile(Path path, int size, int dimension) {
    /** Files of MNIST's images. */
    static final List<String> MNIST = List.of("train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz");

    private static final int MNIST_PIXELS = 784;

    /** Such as {@code 60000x64}. */
    String label() {
        return size + "x" + dimension;
    }

    /** Made-up features like a network's: {@link SyntheticFeatures}. */
    static FeatureFile generate(Path folder, int size, int dimension) throws IOException {
        return write(folder, new SyntheticFeatures(size, dimension, SyntheticFeatures.SEED).values(), dimension);
    }

    /** Features as they are, {@code float[size * dimension]}. */
    static FeatureFile write(Path folder, float[] values, int dimension) throws IOException {
        int size = values.length / dimension;
        FeatureFile file =
                new FeatureFile(folder.resolve("features-" + size + "x" + dimension + ".f32"), size, dimension);
        ByteBuffer row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.path), 1 << 20)) {
            for (int point = 0; point < size; point++) {
                row.asFloatBuffer().put(values, point * dimension, dimension);
                out.write(row.array());
            }
        }
        return file;
    }

    /** The pixels, 0 to 255, of MNIST's 60,000 training and 10,000 test images. */
    static FeatureFile mnist(Path data, Path folder) throws IOException {
        FeatureFile file = new FeatureFile(folder.resolve("features-mnist.f32"), 70_000, MNIST_PIXELS);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.path), 1 << 20)) {
            for (String name : MNIST) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(data.resolve(name)))) {
                    DataInputStream header = new DataInputStream(in);
                    header.readInt();
                    int images = header.readInt();
                    header.readLong();
                    for (int image = 0; image < images; image++) {
                        out.write(floats(in.readNBytes(MNIST_PIXELS)));
                    }
                }
            }
        }
        return file;
    }

    private static byte[] floats(byte[] pixels) {
        ByteBuffer row = ByteBuffer.allocate(pixels.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (byte pixel : pixels) {
            row.putFloat(pixel & 0xff);
        }
        return row.array();
    }

    /** All features, their rows as ids. */
    Points points() throws IOException {
        return new Points(LongStream.range(0, size).toArray(), values(), dimension);
    }

    /** All features, {@code float[size * dimension]}, row-major. */
    float[] values() throws IOException {
        float[] values = new float[Math.multiplyExact(size, dimension)];
        try (FileChannel channel = FileChannel.open(path)) {
            channel.map(FileChannel.MapMode.READ_ONLY, 0, 4L * values.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        }
        return values;
    }
}
