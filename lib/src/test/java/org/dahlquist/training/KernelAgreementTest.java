package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.Identity;
import org.dahlquist.loss.Deformation;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.onednn.Precision;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.stability.Coefficients;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** ZeroSNet-20 trained through oneDNN's kernels, through ND4J's operations, and in PyTorch: the same losses. */
@Tag("slow")
class KernelAgreementTest {
    private static final long SEED = 23;
    private static final int MINIBATCHES = 4;
    private static final int ROWS = 64;

    @TempDir
    private Path folder;

    /** At a rate at which rounding, through ReLU masks that flip near zero, doesn't grow beyond the bound. */
    @Test
    void fiftyStepsThroughTheKernelsAndThroughNd4jHaveTheSameLosses() {
        List<DataSet> minibatches = minibatches();
        List<Double> kernels = losses(network(0.01), TrainConfig.Kernels.ONEDNN, minibatches, 50);
        List<Double> layers = losses(network(0.01), TrainConfig.Kernels.ND4J, minibatches, 50);

        assertThat(kernels.get(49)).isLessThan(kernels.get(0));
        for (int step = 0; step < 50; step++) {
            assertThat(kernels.get(step))
                    .as("step %d, seed %d", step, SEED)
                    .isCloseTo(layers.get(step), withinPercentage(0.1));
        }
    }

    /** From weights written by us, on the same minibatches. */
    @Test
    void twentyStepsFollowPyTorch() throws IOException, InterruptedException {
        String python = "/usr/bin/python3";
        boolean torch = Files.isExecutable(Path.of(python))
                && new ProcessBuilder(python, "-c", "import torch").start().waitFor() == 0;
        Assumptions.assumeTrue(torch, "PyTorch (Debian: python3-torch) is not installed");
        ComputationGraph network = network(0.05);
        List<DataSet> minibatches = minibatches();
        export(network, minibatches);

        List<Double> expected = pytorch(python);
        List<Double> actual = losses(network, TrainConfig.Kernels.ONEDNN, minibatches, 20);

        assertThat(expected).hasSize(20);
        for (int step = 0; step < 20; step++) {
            assertThat(actual.get(step))
                    .as("step %d, seed %d", step, SEED)
                    .isCloseTo(expected.get(step), withinPercentage(0.1));
        }
    }

    private List<Double> pytorch(String python) throws IOException, InterruptedException {
        Path script = folder.resolve("torch_zerosnet20.py");
        try (InputStream source = KernelAgreementTest.class.getResourceAsStream("torch_zerosnet20.py")) {
            Files.write(script, source.readAllBytes());
        }
        Process process = new ProcessBuilder(
                        python, script.toString(), folder.toString(), "20", String.valueOf(MINIBATCHES))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines().map(Double::valueOf).toList();
    }

    private void export(ComputationGraph network, List<DataSet> minibatches) throws IOException {
        for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
            // W of the output is [in, classes] in column-major order, PyTorch's [classes, in]
            INDArray values =
                    parameter.getKey().equals("output_W") ? parameter.getValue().transpose() : parameter.getValue();
            write(parameter.getKey() + ".f32", values.dup('c').data().asFloat());
        }
        List<INDArray> images = minibatches.stream().map(DataSet::getFeatures).toList();
        write(
                "images.f32",
                Nd4j.concat(0, images.toArray(INDArray[]::new)).data().asFloat());
        ByteBuffer labels =
                ByteBuffer.allocate(MINIBATCHES * ROWS * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        minibatches.forEach(minibatch -> {
            for (int label : minibatch.getLabels().argMax(1).toIntVector()) {
                labels.putInt(label);
            }
        });
        Files.write(folder.resolve("labels.i32"), labels.array());
    }

    private void write(String name, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Files.write(folder.resolve(name), bytes.array());
    }

    private static List<Double> losses(
            ComputationGraph network, TrainConfig.Kernels kernels, List<DataSet> minibatches, int steps) {
        LocalTrainer trainer = new LocalTrainer(network, new Compute(kernels, Precision.FLOAT32), Deformation.NONE);
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            losses.add(
                    trainer.step(minibatches.get(step % MINIBATCHES), 0, step).loss());
        }
        return losses;
    }

    private static ComputationGraph network(double rate) {
        NetworkSpec spec = new NetworkSpec(
                NetworkConfig.Architecture.ZEROSNET, 20, 10, new ImageShape(3, 32, 32), Coefficients.OPTIMAL);
        ComputationGraph network = new ComputationGraph(spec.configuration(
                new ActivatedSgd(new ConstantRate(rate), 0.9, new Identity()),
                List.of(new CoupledWeightDecay(5e-4, new Identity())),
                SEED,
                DataType.FLOAT));
        network.init();
        return network;
    }

    /** Noise around a pattern of the class, so that there is something to learn. */
    private static List<DataSet> minibatches() {
        Nd4j.getRandom().setSeed(SEED);
        INDArray patterns = Nd4j.randn(DataType.FLOAT, 10, 3, 32, 32);
        List<DataSet> minibatches = new ArrayList<>();
        for (int i = 0; i < MINIBATCHES; i++) {
            INDArray images = Nd4j.randn(DataType.FLOAT, ROWS, 3, 32, 32);
            INDArray labels = Nd4j.zeros(DataType.FLOAT, ROWS, 10);
            for (int row = 0; row < ROWS; row++) {
                int label = (row * 7 + i) % 10;
                labels.putScalar(row, label, 1);
                images.slice(row).addi(patterns.slice(label));
            }
            minibatches.add(new DataSet(images, labels));
        }
        return minibatches;
    }
}
