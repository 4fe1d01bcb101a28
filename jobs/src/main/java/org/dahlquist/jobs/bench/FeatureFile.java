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
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.graph.Points;

/**
 * Features that every contestant reads: float32, little-endian, row-major, without a header.
 *
 * @param path the file
 * @param size number of points
 * @param dimension features per point
 */
record FeatureFile(Path path, int size, int dimension) {
    private static final int LATENT = 12;
    private static final int CLASSES = 10;
    private static final int MNIST_PIXELS = 784;

    /** Such as {@code 60000x64}. */
    String label() {
        return size + "x" + dimension;
    }

    /**
     * Made-up features like a network's: 10 clusters in a latent space of 12 dimensions, through a smooth map, with noise.
     */
    static FeatureFile generate(Path folder, int size, int dimension) throws IOException {
        Random random = new Random(Seeds.mix(1, "bench-knn", size, dimension));
        double[] weights = gaussian(random, dimension * LATENT, 1.5 / Math.sqrt(LATENT));
        double[] phases = gaussian(random, dimension, 2);
        double[] centres = gaussian(random, CLASSES * LATENT, 1);
        FeatureFile file =
                new FeatureFile(folder.resolve("features-" + size + "x" + dimension + ".f32"), size, dimension);
        double[] latent = new double[LATENT];
        ByteBuffer row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.path), 1 << 20)) {
            for (int point = 0; point < size; point++) {
                int centre = random.nextInt(CLASSES) * LATENT;
                for (int axis = 0; axis < LATENT; axis++) {
                    latent[axis] = centres[centre + axis] + 0.7 * random.nextGaussian();
                }
                row.clear();
                for (int feature = 0; feature < dimension; feature++) {
                    double sum = phases[feature];
                    for (int axis = 0; axis < LATENT; axis++) {
                        sum += weights[feature * LATENT + axis] * latent[axis];
                    }
                    row.putFloat((float) (Math.sin(sum) + 0.1 * random.nextGaussian()));
                }
                out.write(row.array());
            }
        }
        return file;
    }

    private static double[] gaussian(Random random, int count, double deviation) {
        double[] values = new double[count];
        Arrays.setAll(values, index -> deviation * random.nextGaussian());
        return values;
    }

    /** The pixels, 0 to 255, of MNIST's 60,000 training and 10,000 test images. */
    static FeatureFile mnist(Path data, Path folder) throws IOException {
        FeatureFile file = new FeatureFile(folder.resolve("features-mnist.f32"), 70_000, MNIST_PIXELS);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.path), 1 << 20)) {
            for (String name : new String[] {"train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz"}) {
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
        float[] values = new float[Math.multiplyExact(size, dimension)];
        try (FileChannel channel = FileChannel.open(path)) {
            channel.map(FileChannel.MapMode.READ_ONLY, 0, 4L * values.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        }
        return new Points(LongStream.range(0, size).toArray(), values, dimension);
    }
}
