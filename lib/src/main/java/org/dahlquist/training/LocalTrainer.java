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
 * Trains one network in this process, a minibatch at a time; every worker of a cluster runs one.
 *
 * <p>Loss and accuracy come from the training pass itself: only the output layer, a small matrix product, is evaluated
 * once more. Not thread-safe; it replaces the network's listeners.
 */
public final class LocalTrainer {
    private final ComputationGraph network;
    private final OutputTap tap = new OutputTap();

    /**
     * Creates a trainer.
     *
     * @param network an initialised network with one input and one output layer; trained in place
     */
    public LocalTrainer(ComputationGraph network) {
        this.network = network;
        network.setListeners(tap);
    }

    /** The network being trained. */
    public ComputationGraph network() {
        return network;
    }

    /**
     * Makes one step: forward, backward, update.
     *
     * @param minibatch images {@code [N, C, H, W]} and one-hot labels {@code [N, classes]}
     * @param epoch from 0; with {@code iteration} it decides the learning rate
     * @param iteration parameter updates made before this one
     * @return loss and accuracy on the minibatch before the step; the loss may be infinite or NaN
     */
    public StepResult step(DataSet minibatch, int epoch, int iteration) {
        network.getConfiguration().setEpochCount(epoch);
        network.getConfiguration().setIterationCount(iteration);
        tap.labels = minibatch.getLabels();
        network.fit(minibatch);
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
