package org.dahlquist.training;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * DL4J's own pass, layer by layer: works on every backend and for every network.
 *
 * <p>Accuracy comes from the training pass itself: only the output layer, a small matrix product, is evaluated once
 * more. It replaces the network's listeners.
 */
final class GraphPass implements GradientPass {
    private final ComputationGraph network;
    private final OutputTap tap = new OutputTap();

    GraphPass(ComputationGraph network) {
        this.network = network;
        network.setListeners(tap);
        if (network.getFlattenedGradients() == null) {
            network.initGradientsView();
        }
    }

    @Override
    public StepResult run(DataSet minibatch) {
        tap.labels = minibatch.getLabels();
        network.setInput(0, minibatch.getFeatures());
        network.setLabels(minibatch.getLabels());
        network.computeGradientAndScore();
        network.clear();
        network.clearLayersStates();
        return new StepResult(network.score(), tap.correct, minibatch.numExamples());
    }

    /** Counts correct outputs while the output layer still holds its input. */
    private static final class OutputTap extends BaseTrainingListener {
        private INDArray labels;
        private int correct;

        @Override
        public void onBackwardPass(Model model) {
            Layer output = ((ComputationGraph) model).getOutputLayer(0);
            INDArray scores = output.activate(false, LayerWorkspaceMgr.noWorkspaces());
            INDArray hits = scores.argMax(1).eq(labels.argMax(1));
            correct = hits.castTo(DataType.INT32).sumNumber().intValue();
        }
    }
}
