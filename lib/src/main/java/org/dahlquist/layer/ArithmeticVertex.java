package org.dahlquist.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex that computes its output, of its first input's shape, from its inputs alone; most have no parameters. */
@SuppressWarnings({"serial", "overrides"}) // never serialised; BaseGraphVertex itself drops the varargs
abstract class ArithmeticVertex extends BaseGraphVertex {
    ArithmeticVertex(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, null, null, type);
    }

    @Override
    public final boolean hasLayer() {
        return false;
    }

    @Override
    public final Layer getLayer() {
        return null;
    }

    /** Memory for the output. */
    final INDArray output(LayerWorkspaceMgr workspaces) {
        if (!canDoForward()) {
            throw new IllegalStateException("inputs of vertex " + getVertexName() + " aren't set");
        }
        return workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, inputs[0].shape());
    }

    /** Memory for the gradient of an input. */
    final INDArray inputGradient(LayerWorkspaceMgr workspaces, int input) {
        if (!canDoBackward()) {
            throw new IllegalStateException("gradient of vertex " + getVertexName() + " isn't set");
        }
        return workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, inputs[input].shape());
    }

    /** The gradients of a weighted sum's inputs: an array each, because the graph adds to them in place. */
    final INDArray[] weightedGradients(double[] weights, LayerWorkspaceMgr workspaces) {
        INDArray[] gradients = new INDArray[weights.length];
        for (int i = 0; i < weights.length; i++) {
            gradients[i] = inputGradient(workspaces, i);
            WeightedSum.write(new double[] {weights[i]}, new INDArray[] {epsilon}, gradients[i]);
        }
        return gradients;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        if (gradients != null) {
            throw new IllegalStateException("vertex " + getVertexName() + " has no parameters");
        }
    }

    @Override
    public final Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int minibatch) {
        return new Pair<>(null, state);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(id=" + getVertexIndex() + ",name=\"" + getVertexName() + "\")";
    }
}
