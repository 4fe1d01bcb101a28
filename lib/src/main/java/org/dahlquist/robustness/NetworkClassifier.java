package org.dahlquist.robustness;

import java.util.ArrayList;
import java.util.List;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained network as it classifies: running statistics in batch normalisation, no dropout; its gradient is that of
 * exactly this function.
 *
 * <p>DL4J's own backward pass starts from labels, belongs to the training mode and drops the gradient of the input, so
 * the graph is walked here, vertex by vertex. One pass forward and backward costs a training step. Not thread-safe; it
 * overwrites the network's gradients.
 */
public final class NetworkClassifier implements Classifier {
    private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    private final ComputationGraph network;
    private final PixelScale scale;
    private final int[] order;
    private final LayerVertex output;
    /** Arrays of the running pass, freed by hand: the garbage collector doesn't see how much native memory they hold. */
    private final List<INDArray> arrays = new ArrayList<>();

    /**
     * A classifier.
     *
     * @param network an initialised network with one image input and a softmax output layer; taken over, and its
     *     dropout is turned off
     * @param scale how pixels become its input
     * @throws DahlquistException (CONFIG) if the network has another kind of output, or normalises by layers of DL4J,
     *     which cannot differentiate what they do in inference
     */
    public NetworkClassifier(ComputationGraph network, PixelScale scale) {
        this.network = network;
        this.scale = scale;
        this.order = network.topologicalSortOrder();
        this.output = outputOf(network);
        for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
            Layer settings = layer.conf().getLayer();
            if (settings instanceof BatchNormalization) {
                throw DahlquistException.config(
                        "an attack needs the gradient of the network in inference, which layer %s (DL4J's batch"
                                + " normalisation) doesn't have; build the network with NetworkSpec",
                        settings.getLayerName());
            }
            settings.setIDropout(null);
        }
        if (network.getFlattenedGradients() == null) {
            network.initGradientsView();
        }
    }

    @Override
    public float[] logits(float[] pixels) {
        ImageShape shape = scale.shape();
        long[] dimensions = {pixels.length / shape.size(), shape.channels(), shape.height(), shape.width()};
        INDArray input = Nd4j.create(scale.input(pixels), dimensions, 'c');
        return logits(input.castTo(type())).dup('c').data().asFloat();
    }

    @Override
    public float[] pixelGradient(float[] logitGradient) {
        long classes = parameter(DefaultParamInitializer.WEIGHT_KEY).columns();
        INDArray weights = Nd4j.create(logitGradient, new long[] {logitGradient.length / classes, classes}, 'c');
        float[] gradient = inputGradient(weights.castTo(type())).dup('c').data().asFloat();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= (float) scale.std(scale.channel(i));
        }
        return gradient;
    }

    /** Logits [n, classes] of network input [n, C, H, W]. */
    INDArray logits(INDArray input) {
        arrays.stream().filter(INDArray::closeable).forEach(INDArray::close);
        arrays.clear();
        // preprocessors ask the graph for the minibatch size
        network.setInput(0, input);
        for (int index : order) {
            GraphVertex vertex = network.getVertices()[index];
            if (vertex.isInputVertex()) {
                send(vertex, input);
            } else if (vertex != output) {
                // in inference an activation layer would overwrite the input its backward pass needs
                boolean keepsInput = vertex.getLayer() instanceof ActivationLayer;
                send(vertex, vertex.doForward(keepsInput, WORKSPACES));
            }
        }
        INDArray logits = output.getLayer().input().mmul(parameter(DefaultParamInitializer.WEIGHT_KEY));
        return logits.addiRowVector(parameter(DefaultParamInitializer.BIAS_KEY));
    }

    /** Gradient [n, C, H, W] with respect to the input of the last forward pass, from that of the logits. */
    INDArray inputGradient(INDArray logitGradient) {
        for (GraphVertex vertex : network.getVertices()) {
            vertex.setEpsilon(null);
        }
        receive(output, outputGradient(logitGradient));
        for (int i = order.length - 1; i >= 0; i--) {
            GraphVertex vertex = network.getVertices()[order[i]];
            if (vertex.isInputVertex()) {
                return vertex.getEpsilon();
            }
            if (vertex != output) {
                receive(vertex, vertex.doBackward(false, WORKSPACES).getSecond());
            }
        }
        throw new IllegalStateException("the network has no input");
    }

    private INDArray outputGradient(INDArray logitGradient) {
        INDArray gradient =
                logitGradient.mmul(parameter(DefaultParamInitializer.WEIGHT_KEY).transpose());
        return output.getLayerPreProcessor() == null
                ? gradient
                : output.getLayerPreProcessor().backprop(gradient, (int) logitGradient.size(0), WORKSPACES);
    }

    /** Hands a vertex's output to all that read it. */
    private void send(GraphVertex from, INDArray activations) {
        arrays.add(activations);
        for (VertexIndices to : from.getOutputVertices()) {
            network.getVertices()[to.getVertexIndex()].setInput(to.getVertexEdgeNumber(), activations, WORKSPACES);
        }
    }

    /** Adds the gradients with respect to a vertex's inputs to those that their sources already have. */
    private void receive(GraphVertex vertex, INDArray... gradients) {
        VertexIndices[] sources = vertex.getInputVertices();
        for (int i = 0; i < sources.length; i++) {
            GraphVertex source = network.getVertices()[sources[i].getVertexIndex()];
            INDArray sum = source.getEpsilon() == null
                    ? gradients[i]
                    : source.getEpsilon().add(gradients[i]);
            arrays.add(gradients[i]);
            arrays.add(sum);
            source.setEpsilon(sum);
        }
    }

    private INDArray parameter(String key) {
        return output.getLayer().getParam(key);
    }

    private DataType type() {
        return network.getConfiguration().getDataType();
    }

    private static LayerVertex outputOf(ComputationGraph network) {
        if (network.getNumInputArrays() != 1 || network.getNumOutputArrays() != 1) {
            throw DahlquistException.config(
                    "an attack needs a network with one input and one output, but it has %d and %d",
                    network.getNumInputArrays(), network.getNumOutputArrays());
        }
        String name = network.getConfiguration().getNetworkOutputs().get(0);
        if (network.getVertex(name) instanceof LayerVertex vertex
                && vertex.getLayer().conf().getLayer() instanceof OutputLayer settings
                && settings.getActivationFn() instanceof ActivationSoftmax
                && settings.hasBias()) {
            return vertex;
        }
        throw DahlquistException.config("an attack needs an output layer softmax(xW + b), which %s is not", name);
    }
}
