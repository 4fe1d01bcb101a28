package org.dahlquist.layer;

import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link TrainedMultistep}. */
@SuppressWarnings({"serial", "overrides"}) // see ArithmeticVertex
final class TrainedMultistepVertex extends ArithmeticVertex {
    private final TrainedStep step;
    private final SharedTraining training;
    private final INDArray k;
    private INDArray gradient;

    TrainedMultistepVertex(
            ComputationGraph graph, int index, TrainedStep step, SharedTraining training, INDArray k, DataType type) {
        super(graph, training.vertex(), index, type);
        this.step = step;
        this.training = training;
        this.k = k;
    }

    @Override
    public INDArray doForward(boolean isTraining, LayerWorkspaceMgr workspaces) {
        INDArray out = output(workspaces);
        WeightedSum.write(step.weights(k.getDouble(0)), inputs, out);
        return out;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        INDArray[] gradients = weightedGradients(step.weights(k.getDouble(0)), workspaces);
        gradient.putScalar(0, WeightedSum.dot(step.slopes(k.getDouble(0)), inputs, epsilon));
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
}
