package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.dahlquist.SharedData;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.solver.ConjugateGradient;
import org.junit.jupiter.api.Test;

/**
 * Interpolation on raw MNIST pixels against the WNLL authors' code with exact neighbours: first 1,500 training images
 * labelled, first 500 test images unlabelled, k = 15, scale rank 8, fourth-power weights, μ = n / |S|.
 */
class WnllMnistTest {
    private static final int LABELLED = 1500;
    private static final int UNLABELLED = 500;
    private static final int PIXELS = 28 * 28;

    @Test
    void scoresEqualThoseOfTheOfficialCode() throws IOException {
        Path golden = SharedData.require("golden/wnll-mnist.f32");
        Points points = new Points(LongStream.range(0, LABELLED + UNLABELLED).toArray(), pixels(), PIXELS);
        NearestNeighbours lists = new ExactNeighbours(points).selfJoin(0, points.size(), 15);
        WeightedGraph graph = WeightedGraph.of(lists, WnllConfig.Weights.FOURTH_POWER, 8);
        int[] labels = new int[points.size()];
        Arrays.fill(labels, -1);
        byte[] digits = idx("mnist/train-labels-idx1-ubyte.gz", 8, LABELLED);
        for (int point = 0; point < LABELLED; point++) {
            labels[point] = digits[point];
        }
        double mu = WnllSystem.labelledWeight(WnllConfig.LabelledWeight.CODE, points.size(), LABELLED);

        GraphSystem system = WnllSystem.assemble(graph, labels, 10, mu);
        double[] scores = new ConjugateGradient(1e-10, 1000)
                .solve(system.matrix(), system.rightHandSide().denseColumns(0, 10), 10, 0)
                .values();

        float[] expected = new float[UNLABELLED * 10];
        ByteBuffer.wrap(Files.readAllBytes(golden))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(expected);
        assertThat(system.reach().unreached()).isEmpty();
        for (int row = 0; row < UNLABELLED; row++) {
            double[] found = Arrays.copyOfRange(scores, row * 10, row * 10 + 10);
            double[] wanted = new double[10];
            for (int column = 0; column < 10; column++) {
                wanted[column] = expected[row * 10 + column];
                assertThat(found[column])
                        .as("test image %d, class %d", row, column)
                        .isCloseTo(wanted[column], within(5e-6));
            }
            assertThat(argmax(found)).as("test image %d", row).isEqualTo(argmax(wanted));
        }
    }

    private static int argmax(double[] scores) {
        int best = 0;
        for (int column = 1; column < scores.length; column++) {
            best = scores[column] > scores[best] ? column : best;
        }
        return best;
    }

    private static float[] pixels() throws IOException {
        float[] pixels = new float[(LABELLED + UNLABELLED) * PIXELS];
        byte[] train = idx("mnist/train-images-idx3-ubyte.gz", 16, LABELLED * PIXELS);
        byte[] test = idx("mnist/t10k-images-idx3-ubyte.gz", 16, UNLABELLED * PIXELS);
        for (int index = 0; index < pixels.length; index++) {
            byte value = index < train.length ? train[index] : test[index - train.length];
            pixels[index] = (value & 0xff) / 255f;
        }
        return pixels;
    }

    private static byte[] idx(String name, int header, int count) throws IOException {
        Path file = SharedData.require("data/" + name);
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(header);
            byte[] bytes = new byte[count];
            in.readFully(bytes);
            return bytes;
        }
    }
}
