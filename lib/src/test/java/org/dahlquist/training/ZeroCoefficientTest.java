package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Multistep methods that leave out a state: the compiled step agrees with the layers. */
class ZeroCoefficientTest {
    private static final long SEED = 31;
    private static final int ROWS = 16;

    @ParameterizedTest
    @CsvSource({"1, 0, 0, 1", "0, 1, 0, 2", "0, 0, 1, 2", "0.5, 0.5, 0, 1", "0.25, 0.5, 0.25, 1"})
    void kernelsAndLayersHaveTheSameLossAndGradient(double a0, double a1, double a2, double b0) {
        Coefficients coefficients = new Coefficients(a0, a1, a2, b0);
        ComputationGraph compiled = network(coefficients);
        ComputationGraph layers = network(coefficients);
        Nd4j.getRandom().setSeed(SEED);
        INDArray images = Nd4j.randn(DataType.FLOAT, ROWS, 3, 8, 8);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, ROWS, 10);
        for (int row = 0; row < ROWS; row++) {
            labels.putScalar(row, row % 10, 1);
        }
        DataSet minibatch = new DataSet(images, labels);

        StepResult expected = trainer(layers, TrainConfig.Kernels.ND4J).gradient(minibatch);
        StepResult actual = trainer(compiled, TrainConfig.Kernels.ONEDNN).gradient(minibatch);

        assertThat(actual.loss()).isCloseTo(expected.loss(), withinPercentage(0.01));
        INDArray difference = compiled.getFlattenedGradients().sub(layers.getFlattenedGradients());
        double norm = layers.getFlattenedGradients().norm2Number().doubleValue();
        assertThat(difference.norm2Number().doubleValue() / norm)
                .as("seed %d", SEED)
                .isLessThan(0.01);
    }

    private static LocalTrainer trainer(ComputationGraph network, TrainConfig.Kernels kernels) {
        return new LocalTrainer(network, new Compute(kernels, Precision.FLOAT32), Deformation.NONE);
    }

    private static ComputationGraph network(Coefficients coefficients) {
        NetworkSpec spec = new NetworkSpec(
                NetworkConfig.Architecture.ZEROSNET, 14, 10, new ImageShape(3, 8, 8), coefficients);
        ComputationGraph network = new ComputationGraph(spec.configuration(
                new ActivatedSgd(new ConstantRate(0.1), 0.9, new Identity()),
                List.of(new CoupledWeightDecay(5e-4, new Identity())),
                SEED,
                DataType.FLOAT));
        network.init();
        return network;
    }
}
