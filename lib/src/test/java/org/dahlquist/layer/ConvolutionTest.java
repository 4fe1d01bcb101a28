package org.dahlquist.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class ConvolutionTest {
    private static final long SEED = 23;

    /** out[o] = Σ over the group's channels and the 1×1 kernel, by hand. */
    @Test
    void aGroupSeesItsOwnChannelsAlone() {
        ComputationGraph network = network(new Convolution(4, 2, 1, 1, 0, 1).withGroups(2), DataType.DOUBLE, 1);
        INDArray weights = network.getParam("layer_W");
        weights.assign(Nd4j.createFromArray(1.0, 10.0, 100.0, 1000.0).reshape(2, 2, 1, 1));
        INDArray image = Nd4j.createFromArray(1.0, 2.0, 3.0, 4.0).reshape(1, 4, 1, 1);

        INDArray out = network.feedForward(image, false).get("layer");

        double scale = 1 / Math.sqrt(1 + BatchNormalisation.EPSILON);
        assertThat(out.getDouble(0)).isCloseTo(scale * (1 + 20), within(1e-9));
        assertThat(out.getDouble(1)).isCloseTo(scale * (300 + 4000), within(1e-9));
    }

    /** ND4J computes float32 with oneDNN, and float64 with loops of its own. */
    @ParameterizedTest
    @CsvSource({"6, 8, 1, false", "6, 8, 2, true", "6, 6, 6, false", "6, 6, 6, true"})
    void float32AgreesWithFloat64(int in, int out, int groups, boolean biased) {
        Convolution plain = new Convolution(in, out, 3, 2, 1, SEED).withGroups(groups);
        Convolution layer = biased ? plain.withBias() : plain;
        Map<String, INDArray> wide = gradients(network(layer, DataType.DOUBLE, 9));
        Map<String, INDArray> narrow = gradients(network(layer, DataType.FLOAT, 9));

        assertThat(narrow.keySet()).isEqualTo(wide.keySet()).contains("layer_W");
        wide.forEach((name, expected) -> assertThat(narrow.get(name)
                        .castTo(DataType.DOUBLE)
                        .sub(expected)
                        .norm2Number()
                        .doubleValue())
                .as("%s, seed %d", name, SEED)
                .isLessThan(1e-5 * (1 + expected.norm2Number().doubleValue())));
    }

    @Test
    void groupsDivideTheChannels() {
        assertThatThrownBy(() -> new Convolution(6, 8, 3, 1, 1, 0).withGroups(4))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("are 4 of in 6, out 8");
    }

    private static Map<String, INDArray> gradients(ComputationGraph network) {
        Nd4j.getRandom().setSeed(SEED);
        DataType type = network.params().dataType();
        network.setInputs(Nd4j.randn(DataType.DOUBLE, 3, 6, 9, 9).castTo(type));
        network.setLabels(Nd4j.eye(3).castTo(type));
        network.computeGradientAndScore();
        return network.gradient().gradientForVariable();
    }

    private static ComputationGraph network(Convolution layer, DataType type, int side) {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(side, side, layer.getNIn()))
                .addLayer("before", new BatchNormalisation((int) layer.getNIn(), false), "image")
                .addLayer("layer", layer, "before")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "layer")
                .addLayer("output", new SoftmaxOutput((int) layer.getNOut(), 3, SEED), "pool")
                .setOutputs("output")
                .build());
        network.init();
        return network;
    }
}
