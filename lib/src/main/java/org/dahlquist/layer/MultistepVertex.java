package org.dahlquist.layer;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link Multistep}. */
@SuppressWarnings({"serial", "overrides"}) // see ArithmeticVertex
final class MultistepVertex extends ArithmeticVertex {
    private final double[] weights;

    MultistepVertex(ComputationGraph graph, String name, int index, double[] weights, DataType type) {
        super(graph, name, index, type);
        this.weights = weights;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray out = output(workspaces);
        WeightedSum.write(weights, inputs, out);
        return out;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        return new Pair<>(null, weightedGradients(weights, workspaces));
    }
}
