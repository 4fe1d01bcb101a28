package org.dahlquist.layer;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;

/** Runs a {@link ChannelScale}. */
@SuppressWarnings({"serial", "overrides"}) // see ArithmeticVertex
final class ChannelScaleVertex extends ArithmeticVertex {
    ChannelScaleVertex(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray out = output(workspaces);
        return scaled(inputs[0], out);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        INDArray images = inputGradient(workspaces, 0);
        INDArray factors = inputGradient(workspaces, 1);
        scaled(epsilon, images);
        factors.assign(epsilon.mul(inputs[0]).sum(true, 2, 3));
        return new Pair<>(null, new INDArray[] {images, factors});
    }

    private INDArray scaled(INDArray images, INDArray out) {
        INDArray factors = inputs[1].reshape(images.size(0), images.size(1));
        return Broadcast.mul(images, factors, out, 0, 1);
    }
}
