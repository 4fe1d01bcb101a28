package org.dahlquist.landscape;

import org.dahlquist.loss.Deformation;
import org.dahlquist.training.Compute;
import org.dahlquist.training.LocalTrainer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the undeformed cross-entropy of one network, as training computes it: batch normalisation uses each
 * minibatch's own mean and variance.
 *
 * <p>So it is the gradient of the very function that the optimiser descends, to whose curvature the step size bound
 * lr·ψ′·λ &lt; 2 applies; a network in inference mode, whose statistics stand still, is another function. What is
 * zero here: the places of running statistics, on which that function doesn't depend. Not thread-safe.
 */
public final class TrainingGradient implements AutoCloseable {
    private final ParameterLayout layout;
    private final FlatParameters parameters;
    private final LocalTrainer trainer;

    /**
     * A gradient.
     *
     * @param network initialised; its parameters are overwritten and its listeners replaced
     * @param compute what computes
     */
    public TrainingGradient(ComputationGraph network, Compute compute) {
        this.layout = ParameterLayout.of(network);
        this.parameters = new FlatParameters(network);
        this.trainer = new LocalTrainer(network, compute, Deformation.NONE);
    }

    /**
     * The gradient of the loss summed over the samples of some minibatches, added up in float64 in their order.
     *
     * @param point flat parameters, {@code double[n]}, rounded to the network's type
     * @param samples the minibatches
     * @param first index of the first
     * @param end index after the last
     * @return a new {@code double[n]}
     */
    public double[] sum(double[] point, Minibatches samples, int first, int end) {
        parameters.write(point);
        double[] sum = new double[layout.length()];
        for (int index = first; index < end; index++) {
            trainer.gradient(samples.get(index));
            INDArray gradient = trainer.network().getFlattenedGradients();
            double[] values = gradient.reshape(gradient.length()).toDoubleVector();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
        return layout.withoutStatistics(sum);
    }

    @Override
    public void close() {
        trainer.close();
    }
}
