package org.dahlquist.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.Multistep;
import org.dahlquist.layer.SoftmaxOutput;
import org.dahlquist.layer.TrainedMultistep;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A DL4J network as its compilation sees it: vertices in order, and where parameters and gradients lie. */
final class Graph {
    private final ComputationGraph network;
    private final ComputationGraphConfiguration configuration;
    private final List<String> order = new ArrayList<>();
    private final Map<String, INDArray> parameterTable;
    private final long parameters;
    private final long gradients;

    Graph(ComputationGraph network) {
        this.network = network;
        this.configuration = network.getConfiguration();
        this.parameterTable = network.paramTable();
        if (!Nd4j.getEnvironment().isCPU()) {
            throw new UnsupportedGraphException("ND4J computes on a GPU");
        }
        if (network.params().dataType() != DataType.FLOAT) {
            throw new UnsupportedGraphException(
                    "the network is " + network.params().dataType() + ", not FLOAT");
        }
        if (configuration.getNetworkInputs().size() != 1
                || configuration.getNetworkOutputs().size() != 1) {
            throw new UnsupportedGraphException("the network has more than one input or output");
        }
        for (int index : network.topologicalSortOrder()) {
            String name = network.getVertices()[index].getVertexName();
            if (!name.equals(input())) {
                requireKnown(name);
                order.add(name);
            }
        }
        if (!configuration.getNetworkOutputs().equals(order.subList(order.size() - 1, order.size()))) {
            throw new UnsupportedGraphException("the output layer isn't the last one");
        }
        parameters = address(network.params());
        gradients = network.getFlattenedGradients() == null ? 0 : address(network.getFlattenedGradients());
    }

    private void requireKnown(String name) {
        GraphVertex vertex = vertex(name);
        Object layer = layer(vertex);
        boolean known = layer instanceof Convolution convolution && isPlain(convolution)
                || layer instanceof BatchNormalisation
                || layer instanceof SoftmaxOutput
                || vertex instanceof Multistep
                || vertex instanceof TrainedMultistep
                || isRelu(layer)
                || layer instanceof GlobalPoolingLayer pooling && isFeaturePooling(pooling);
        if (!known) {
            throw new UnsupportedGraphException(String.format(
                    Locale.ROOT,
                    "vertex %s is a %s%s",
                    name,
                    (layer == null ? vertex : layer).getClass().getSimpleName(),
                    layer instanceof Convolution ? " in groups or with bias" : ""));
        }
        if (vertex instanceof LayerVertex withLayer && withLayer.getPreProcessor() != null) {
            throw new UnsupportedGraphException("vertex " + name + " has a preprocessor");
        }
    }

    private static boolean isPlain(Convolution convolution) {
        return convolution.getGroups() == 1 && !convolution.isBiased();
    }

    private static boolean isFeaturePooling(GlobalPoolingLayer pooling) {
        return pooling.getPoolingType() == PoolingType.AVG && pooling.isCollapseDimensions();
    }

    /** Whether a layer is nothing but ReLU. */
    static boolean isRelu(Object layer) {
        return layer instanceof ActivationLayer activation && activation.getActivationFn() instanceof ActivationReLU;
    }

    /** Whether this sum is x + y, and a ReLU its only consumer. */
    boolean isRectifiedPair(String name, Multistep multistep) {
        boolean pair = Arrays.equals(multistep.getWeights(), new double[] {1, 1});
        return pair && consumers(name) == 1 && isRelu(layer(vertex(consumer(name))));
    }

    private String consumer(String name) {
        return configuration.getVertexInputs().entrySet().stream()
                .filter(entry -> entry.getValue().contains(name))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** The layer's configuration; null where the vertex has none. */
    static Layer layer(GraphVertex vertex) {
        return vertex instanceof LayerVertex withLayer
                ? withLayer.getLayerConf().getLayer()
                : null;
    }

    /** Address of the values of an array of this shape. */
    static long address(INDArray array, long... shape) {
        boolean fits = array.dataType() == DataType.FLOAT && array.ordering() == 'c' && !array.isView();
        if (!fits || !Arrays.equals(array.shape(), shape)) {
            throw new IllegalArgumentException(
                    "expected FLOAT " + Arrays.toString(shape) + " in C order, but got " + array.shapeInfoToString());
        }
        return address(array);
    }

    private static long address(INDArray array) {
        return array.data().addressPointer().address();
    }

    boolean isCurrent() {
        return address(network.params()) == parameters
                && (gradients == 0 || address(network.getFlattenedGradients()) == gradients);
    }

    String input() {
        return configuration.getNetworkInputs().get(0);
    }

    int classes() {
        return Math.toIntExact(((SoftmaxOutput) layer(vertex(order.get(order.size() - 1)))).getNOut());
    }

    /** Names of the vertices after the input, in topological order. */
    List<String> order() {
        return order;
    }

    GraphVertex vertex(String name) {
        return configuration.getVertices().get(name);
    }

    List<String> inputs(String name) {
        return configuration.getVertexInputs().get(name);
    }

    /** How many vertices take this one's output. */
    int consumers(String name) {
        int count = 0;
        for (List<String> inputs : configuration.getVertexInputs().values()) {
            count += inputs.contains(name) ? 1 : 0;
        }
        return count;
    }

    Tensor weights(String name, Convolution convolution) {
        return parameter(name, "W", shape(convolution));
    }

    Tensor weightGradient(String name, Convolution convolution) {
        return gradient(name, "W", shape(convolution));
    }

    Tensor k(String name) {
        return parameter(name, TrainedMultistep.K);
    }

    Tensor kGradient(String name) {
        return gradient(name, TrainedMultistep.K);
    }

    NormalisationSteps.Parameters statistics(String name) {
        return new NormalisationSteps.Parameters(
                parameter(name, "gamma"),
                parameter(name, "beta"),
                parameter(name, "mean"),
                parameter(name, "variance"));
    }

    NormalisationSteps.Parameters statisticSteps(String name) {
        return new NormalisationSteps.Parameters(
                gradient(name, "gamma"), gradient(name, "beta"), gradient(name, "mean"), gradient(name, "variance"));
    }

    /** The output layer's weights as [classes, in]: DL4J's column-major [in, classes] seen in row-major order. */
    Tensor outputWeights(String name) {
        return parameter(name, "W", outputShape(name));
    }

    Tensor outputWeightGradient(String name) {
        return gradient(name, "W", outputShape(name));
    }

    Tensor outputBias(String name) {
        return parameter(name, "b");
    }

    Tensor outputBiasGradient(String name) {
        return gradient(name, "b");
    }

    private long[] outputShape(String name) {
        SoftmaxOutput output = (SoftmaxOutput) layer(vertex(name));
        return new long[] {output.getNOut(), output.getNIn()};
    }

    private static long[] shape(Convolution convolution) {
        return new long[] {convolution.getNOut(), convolution.getNIn(), convolution.getKernel(), convolution.getKernel()
        };
    }

    private Tensor parameter(String layer, String key, long... shape) {
        INDArray array = parameterTable.get(layer + "_" + key);
        return Tensor.fixed(address(array), shape.length == 0 ? new long[] {array.length()} : shape);
    }

    private Tensor gradient(String layer, String key, long... shape) {
        INDArray array = parameterTable.get(layer + "_" + key);
        long offset = address(array) - parameters;
        return Tensor.fixed(gradients + offset, shape.length == 0 ? new long[] {array.length()} : shape);
    }
}
