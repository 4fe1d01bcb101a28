package org.dahlquist.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link Multistep}. */
@SuppressWarnings({"serial", "overrides"}) // never serialised; BaseGraphVertex itself drops the varargs
final class MultistepVertex extends BaseGraphVertex {
    private final double[] weights;

    MultistepVertex(ComputationGraph graph, String name, int index, double[] weights, DataType type) {
        super(graph, name, index, null, null, type);
        this.weights = weights;
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public Layer getLayer() {
        return null;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        if (!canDoForward()) {
            throw new IllegalStateException("inputs of vertex " + getVertexName() + " aren't set");
        }
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, inputs[0].shape());
        WeightedSum.write(weights, inputs, out);
        return out;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        if (!canDoBackward()) {
            throw new IllegalStateException("gradient of vertex " + getVertexName() + " isn't set");
        }
        // One array per input: the graph adds other consumers' gradients to it in place.
        INDArray[] gradients = new INDArray[weights.length];
        for (int i = 0; i < weights.length; i++) {
            gradients[i] = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, epsilon.shape());
            WeightedSum.write(new double[] {weights[i]}, new INDArray[] {epsilon}, gradients[i]);
        }
        return new Pair<>(null, gradients);
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        if (gradients != null) {
            throw new IllegalStateException("vertex " + getVertexName() + " has no parameters");
        }
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int minibatch) {
        return new Pair<>(null, state);
    }

    @Override
    public String toString() {
        return "MultistepVertex(id=" + getVertexIndex() + ",name=\"" + getVertexName() + "\")";
    }
}
