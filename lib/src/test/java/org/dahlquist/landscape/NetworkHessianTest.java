package org.dahlquist.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dahlquist.onednn.Precision;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.training.Compute;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A small network in float64: eigenvalues by Lanczos on gradients against the dense Hessian by second differences. */
class NetworkHessianTest {
    private static final long SEED = 3;
    private static final int SAMPLES = 12;
    private static final double STEP = 1e-4;

    private final ComputationGraph network = TinyNetwork.smooth(SEED);
    private final ParameterLayout layout = ParameterLayout.of(network);
    private final double[] model = network.params().reshape(-1).dup().toDoubleVector();
    private final FixedMinibatches samples = new FixedMinibatches();

    @Test
    void theLargestEigenvaluesAreThoseOfTheDenseHessian() {
        List<Integer> trained = trainedIndices();
        assertThat(trained).hasSize(31).hasSize(layout.trained());
        SymmetricEigen expected = SymmetricEigen.of(denseHessian(trained));

        Spectrum spectrum;
        try (TrainingGradient local = gradient()) {
            HessianProduct product = new HessianProduct(mean(local), model, STEP);
            spectrum = LargestEigenvalues.of(product, this::start, 4, trained.size(), 1e-7);
        }

        assertThat(expected.values()[0]).as("worth finding").isGreaterThan(0.1);
        for (int i = 0; i < 4; i++) {
            assertThat(spectrum.largest().get(i).value())
                    .as("eigenvalue %d, seed %d", i, SEED)
                    .isCloseTo(expected.values()[i], within(1e-5));
        }
    }

    @Test
    void theGradientIsZeroInThePlacesOfStatistics() {
        double[] sum;
        try (TrainingGradient local = gradient()) {
            sum = local.sum(model, samples, 0, samples.count());
        }

        double[] cleared = layout.withoutStatistics(sum.clone());
        assertThat(sum).isEqualTo(cleared);
        int index = layout.filters().get(0).start();
        double difference = (lossAt(model, index, STEP, index, 0) - lossAt(model, index, -STEP, index, 0)) / (2 * STEP);
        assertThat(sum[index] / SAMPLES).isCloseTo(difference, within(1e-7));
    }

    private TrainingGradient gradient() {
        return new TrainingGradient(TinyNetwork.smooth(SEED), new Compute(TrainConfig.Kernels.ND4J, Precision.FLOAT32));
    }

    private Gradient mean(TrainingGradient local) {
        return point -> {
            double[] sum = local.sum(point, samples, 0, samples.count());
            for (int i = 0; i < sum.length; i++) {
                sum[i] /= SAMPLES;
            }
            return sum;
        };
    }

    private double[] start(int number) {
        return layout.withoutStatistics(new SplittableRandom(SEED + number)
                .doubles(layout.length(), -1, 1)
                .toArray());
    }

    private List<Integer> trainedIndices() {
        double[] marks = new double[layout.length()];
        Arrays.fill(marks, 1);
        layout.withoutStatistics(marks);
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < marks.length; i++) {
            if (marks[i] == 1) {
                indices.add(i);
            }
        }
        return indices;
    }

    private double[][] denseHessian(List<Integer> indices) {
        double[][] hessian = new double[indices.size()][indices.size()];
        for (int row = 0; row < hessian.length; row++) {
            for (int column = 0; column <= row; column++) {
                int i = indices.get(row);
                int j = indices.get(column);
                double second = lossAt(model, i, STEP, j, STEP)
                        - lossAt(model, i, STEP, j, -STEP)
                        - lossAt(model, i, -STEP, j, STEP)
                        + lossAt(model, i, -STEP, j, -STEP);
                hessian[row][column] = second / (4 * STEP * STEP);
                hessian[column][row] = hessian[row][column];
            }
        }
        return hessian;
    }

    /** Mean loss in training mode with two parameters moved. */
    private double lossAt(double[] point, int i, double first, int j, double second) {
        double[] moved = point.clone();
        moved[i] += first;
        moved[j] += second;
        new FlatParameters(network).write(moved);
        double sum = 0;
        for (int index = 0; index < samples.count(); index++) {
            DataSet minibatch = samples.get(index);
            sum += network.score(minibatch, true) * minibatch.numExamples();
        }
        return sum / SAMPLES;
    }

    /** Random images in two minibatches of unequal size. */
    private static final class FixedMinibatches implements Minibatches {
        private static final long serialVersionUID = 1L;

        @Override
        public int count() {
            return 2;
        }

        @Override
        public int samples() {
            return SAMPLES;
        }

        @Override
        public DataSet get(int index) {
            int rows = index == 0 ? 7 : SAMPLES - 7;
            double[] pixels = new SplittableRandom(SEED + index)
                    .doubles(rows * 64L, -1, 1)
                    .toArray();
            double[] labels = new double[rows * 3];
            for (int row = 0; row < rows; row++) {
                labels[row * 3 + (row + index) % 3] = 1;
            }
            return new DataSet(
                    Nd4j.create(pixels, new long[] {rows, 1, 8, 8}, 'c').castTo(DataType.DOUBLE),
                    Nd4j.create(labels, new long[] {rows, 3}, 'c').castTo(DataType.DOUBLE));
        }
    }
}
