package org.dahlquist.training;

import java.util.Optional;
import org.dahlquist.gradient.FlatUpdate;
import org.dahlquist.gradient.NormClipping;
import org.dahlquist.gradient.TensorBoundaries;
import org.dahlquist.loss.Deformation;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.NoOpUpdater;

/**
 * Trains one network in this process, a minibatch at a time; every worker of a cluster runs one.
 *
 * <p>A step is {@link #gradient} and {@link #update}; between the two, gradients of several workers can be summed. Not
 * thread-safe; it replaces the network's listeners.
 */
public final class LocalTrainer implements AutoCloseable {
    private final ComputationGraph network;
    private final Deformation deformation;
    private final NormClipping clipping;
    private final GradientPass pass;
    private Optional<FlatUpdate> fused;

    /**
     * Creates a trainer.
     *
     * @param network an initialised network with one input and one output layer; trained in place
     */
    public LocalTrainer(ComputationGraph network) {
        this(network, Compute.DEFAULT, Deformation.NONE);
    }

    /**
     * Creates a trainer.
     *
     * @param network an initialised network with one input and one output layer; trained in place
     * @param compute what computes its steps
     * @param deformation of the loss whose slope scales the steps
     */
    public LocalTrainer(ComputationGraph network, Compute compute, Deformation deformation) {
        this(network, compute, deformation, NormClipping.NONE);
    }

    /**
     * Creates a trainer.
     *
     * @param network an initialised network with one input and one output layer; trained in place
     * @param compute what computes its steps
     * @param deformation of the loss whose slope scales the steps
     * @param clipping bound of the gradient's norm
     */
    public LocalTrainer(ComputationGraph network, Compute compute, Deformation deformation, NormClipping clipping) {
        this.network = network;
        this.deformation = deformation;
        this.clipping = clipping;
        this.pass = compute.pass(network);
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
        StepResult result = gradient(minibatch);
        update(result.samples(), deformation.slope(result.loss()), epoch, iteration);
        return result;
    }

    /**
     * Computes loss and gradient and changes no parameter: {@link ComputationGraph#getFlattenedGradients()} then holds
     * the gradient summed over the samples, and the step running − new where running statistics are.
     *
     * @param minibatch images {@code [N, C, H, W]} and one-hot labels {@code [N, classes]}
     * @return loss and accuracy on the minibatch; the loss may be infinite or NaN
     */
    public StepResult gradient(DataSet minibatch) {
        return pass.run(minibatch);
    }

    /**
     * Changes parameters and updater state by the flat gradient, which may be overwritten.
     *
     * @param samples what trained gradients are divided by; statistics are not
     * @param slope what trained gradients are multiplied by; 1 for the plain loss, ψ′(loss) for a deformed one
     * @param epoch from 0; with {@code iteration} it decides the learning rate
     * @param iteration parameter updates made before this one
     */
    public void update(int samples, double slope, int epoch, int iteration) {
        network.getConfiguration().setEpochCount(epoch);
        network.getConfiguration().setIterationCount(iteration + 1);
        if (fused == null) {
            TensorBoundaries.mark(network);
            fused = FlatUpdate.of(network);
        }
        double factor = clipping.clipped(network, slope, samples);
        if (fused.isPresent()) {
            fused.get().apply(samples, factor, iteration, epoch);
        } else {
            updateByBlocks(samples, factor, epoch, iteration);
        }
    }

    /** Frees the native memory; the trainer can't be used afterwards. */
    @Override
    public void close() {
        pass.close();
    }

    /** DL4J's updater, for every kind of optimiser and number type. */
    private void updateByBlocks(int samples, double slope, int epoch, int iteration) {
        INDArray flat = network.getFlattenedGradients();
        if (slope != 1) {
            for (UpdaterBlock block : network.getUpdater().getUpdaterBlocks()) {
                if (!(block.getGradientUpdater() instanceof NoOpUpdater)) {
                    block.getGradientView().muli(slope);
                }
            }
        }
        Gradient gradient = new DefaultGradient(flat);
        network.getUpdater().update(gradient, iteration, epoch, samples, LayerWorkspaceMgr.noWorkspaces());
        INDArray parameters = network.params();
        parameters.subi(flat.reshape(parameters.shape()));
    }
}
