package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

/** DL4J's own layers compute the same network. */
class StockGraphTest {
    private static final long SEED = 20;

    @ParameterizedTest
    @EnumSource(BenchNetwork.class)
    void sameParametersGiveTheSameClassProbabilities(BenchNetwork network) {
        ComputationGraphConfiguration configuration =
                network.spec().configuration(new NoOp(), List.of(), SEED, DataType.FLOAT);
        ComputationGraph ours = new ComputationGraph(configuration);
        ours.init();
        ComputationGraph stock = new ComputationGraph(StockGraph.of(configuration, BenchNetwork.SHAPE, new NoOp()));
        stock.init();
        spread(ours);
        copy(ours, stock);
        INDArray images = Nd4j.rand(DataType.FLOAT, 2, 3, 32, 32);

        assertThat(stock.numParams()).isEqualTo(ours.numParams());
        assertThat(stock.outputSingle(images).equalsWithEps(ours.outputSingle(images), 1e-4))
                .as("%s, seed %d", network.label(), SEED)
                .isTrue();
    }

    /** By name; a rectified normalisation is two layers there, which keep log10 √variance. */
    private static void copy(ComputationGraph ours, ComputationGraph stock) {
        Map<String, INDArray> target = stock.paramTable();
        ours.paramTable().forEach((name, values) -> {
            int split = name.lastIndexOf('_');
            String layer = name.substring(0, split);
            String key = name.substring(split + 1);
            boolean variance = key.equals("variance");
            String there = variance ? "log10stdev" : key;
            INDArray to = target.getOrDefault(layer + "_" + there, target.get(layer + ".plain_" + there));
            assertThat(to).as(name).isNotNull();
            INDArray shaped = values.reshape(to.shape());
            to.assign(variance ? Transforms.log(shaped, 10).muli(0.5) : shaped);
        });
    }

    /** Statistics and shifts of their own for every channel. */
    private static void spread(ComputationGraph network) {
        Nd4j.getRandom().setSeed(SEED);
        network.paramTable().forEach((name, values) -> {
            if (name.endsWith("_beta") || name.endsWith("_mean") || name.endsWith("_variance")) {
                values.addi(Nd4j.rand(values.dataType(), values.shape()));
            }
        });
    }
}
