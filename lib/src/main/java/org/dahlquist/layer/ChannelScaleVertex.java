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
import org.nd4j.linalg.factory.Broadcast;

/** Runs a {@link ChannelScale}. */
@SuppressWarnings({"serial", "overrides"}) // never serialised; BaseGraphVertex itself drops the varargs
final class ChannelScaleVertex extends BaseGraphVertex {
    ChannelScaleVertex(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, null, null, type);
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
        return scaled(inputs[0], out);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        if (!canDoBackward()) {
            throw new IllegalStateException("gradient of vertex " + getVertexName() + " isn't set");
        }
        INDArray images = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, epsilon.shape());
        INDArray factors = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, inputs[1].shape());
        scaled(epsilon, images);
        factors.assign(epsilon.mul(inputs[0]).sum(true, 2, 3));
        return new Pair<>(null, new INDArray[] {images, factors});
    }

    private INDArray scaled(INDArray images, INDArray out) {
        INDArray factors = inputs[1].reshape(images.size(0), images.size(1));
        return Broadcast.mul(images, factors, out, 0, 1);
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
        return "ChannelScaleVertex(id=" + getVertexIndex() + ",name=\"" + getVertexName() + "\")";
    }
}
