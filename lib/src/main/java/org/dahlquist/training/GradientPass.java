package org.dahlquist.training;

import org.nd4j.linalg.dataset.DataSet;

/**
 * Forward and backward pass of one network: leaves the gradient of the summed loss in the network's flat gradient
 * vector, and the step running − new in the places of running statistics.
 */
interface GradientPass extends AutoCloseable {
    /**
     * Computes loss and gradient; parameters stay as they are.
     *
     * @param minibatch images {@code [N, C, H, W]} and one-hot labels {@code [N, classes]}
     */
    StepResult run(DataSet minibatch);

    @Override
    default void close() {
        // nothing is held outside the network
    }
}
