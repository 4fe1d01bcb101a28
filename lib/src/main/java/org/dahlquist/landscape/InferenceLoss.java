package org.dahlquist.landscape;

import java.util.Arrays;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.training.Evaluation;
import org.dahlquist.training.Inference;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Loss and accuracy of one network as a function of its parameters, in inference mode: batch normalisation uses the
 * running statistics among the parameters. Not thread-safe.
 */
public final class InferenceLoss implements AutoCloseable {
    private final FlatParameters parameters;
    private final Inference inference;

    /**
     * A loss.
     *
     * @param network initialised, float32; its parameters are overwritten
     */
    public InferenceLoss(ComputationGraph network) {
        this.parameters = new FlatParameters(network);
        this.inference = new Inference(network, NetworkSpec.OUTPUT);
    }

    /**
     * Evaluates a point.
     *
     * @param point flat parameters
     * @param samples what is classified; added up in order
     */
    public PointLoss at(float[] point, Minibatches samples) {
        parameters.write(point);
        inference.refresh();
        Evaluation evaluation = null;
        for (int index = 0; index < samples.count(); index++) {
            DataSet minibatch = samples.get(index);
            int rows = minibatch.numExamples();
            float[] scores = inference.run(minibatch.getFeatures());
            float[] oneHot = minibatch.getLabels().data().asFloat();
            int classes = oneHot.length / rows;
            evaluation = evaluation == null ? new Evaluation(classes) : evaluation;
            for (int row = 0; row < rows; row++) {
                int label = 0;
                while (oneHot[row * classes + label] != 1) {
                    label++;
                }
                evaluation.add(label, Arrays.copyOfRange(scores, row * classes, (row + 1) * classes));
            }
        }
        return new PointLoss(evaluation.loss(), evaluation.top1());
    }

    @Override
    public void close() {
        inference.close();
    }
}
