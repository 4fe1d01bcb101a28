package org.dahlquist.layer;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link TrainedMultistep}. */
@SuppressWarnings({"serial", "overrides"}) // never serialised; BaseGraphVertex itself drops the varargs
final class TrainedMultistepVertex extends BaseGraphVertex {
    private final TrainedStep step;
    private final SharedTraining training;
    private final INDArray k;
    private INDArray gradient;

    TrainedMultistepVertex(
            ComputationGraph graph, int index, TrainedStep step, SharedTraining training, INDArray k, DataType type) {
        super(graph, training.vertex(), index, null, null, type);
        this.step = step;
        this.training = training;
        this.k = k;
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
    public INDArray doForward(boolean isTraining, LayerWorkspaceMgr workspaces) {
        if (!canDoForward()) {
            throw new IllegalStateException("inputs of vertex " + getVertexName() + " aren't set");
        }
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, inputs[0].shape());
        WeightedSum.write(step.weights(k.getDouble(0)), inputs, out);
        return out;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        if (!canDoBackward()) {
            throw new IllegalStateException("gradient of vertex " + getVertexName() + " isn't set");
        }
        double[] weights = step.weights(k.getDouble(0));
        gradient.putScalar(0, WeightedSum.dot(step.slopes(k.getDouble(0)), inputs, epsilon));
        // One array per input: the graph adds other consumers' gradients to it in place.
        INDArray[] gradients = new INDArray[weights.length];
        for (int i = 0; i < weights.length; i++) {
            gradients[i] = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, epsilon.shape());
            WeightedSum.write(new double[] {weights[i]}, new INDArray[] {epsilon}, gradients[i]);
        }
        Gradient ofK = new DefaultGradient();
        ofK.setGradientFor(TrainedMultistep.K, gradient);
        return new Pair<>(ofK, gradients);
    }

    @Override
    public INDArray params() {
        return k;
    }

    @Override
    public Map<String, INDArray> paramTable(boolean backpropOnly) {
        return Map.of(TrainedMultistep.K, k);
    }

    @Override
    public TrainingConfig getConfig() {
        return training;
    }

    @Override
    public INDArray getGradientsViewArray() {
        return gradient;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        gradient = gradients;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int minibatch) {
        return new Pair<>(null, state);
    }

    @Override
    public String toString() {
        return "TrainedMultistepVertex(id=" + getVertexIndex() + ",name=\"" + getVertexName() + "\")";
    }
}
