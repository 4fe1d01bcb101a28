package org.dahlquist.cluster.training;

/**
 * How a training ended.
 *
 * @param epochs finished epochs
 * @param finalLoss mean training loss of the last epoch
 * @param finalTrainTop1 top-1 accuracy on the augmented training minibatches of the last epoch
 * @param testLoss mean test loss after the last epoch
 * @param testTop1 test accuracy after the last epoch
 * @param seconds training time over all attempts
 */
public record TrainingSummary(
        int epochs, double finalLoss, double finalTrainTop1, double testLoss, double testTop1, double seconds) {}
