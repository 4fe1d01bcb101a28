package org.dahlquist.cluster.training;

/**
 * What one pass over a list of minibatches saw. The three times add up to the pass' own.
 *
 * @param loss mean cross-entropy over the samples, each before its step
 * @param top1 fraction of correctly classified samples, each before its step
 * @param samples samples seen
 * @param computeSeconds time of the mean worker, summed over the rounds
 * @param waitingSeconds time from there to the slowest worker's end
 * @param averagingSeconds the rest: broadcast, scheduling, collection, averaging, and the driver's update
 * @param inputSeconds of the compute time what the mean worker waited for minibatches
 * @param loadingSeconds time in which the mean worker's minibatches were made, mostly beside its computation
 */
public record TrainingPass(
        double loss,
        double top1,
        long samples,
        double computeSeconds,
        double waitingSeconds,
        double averagingSeconds,
        double inputSeconds,
        double loadingSeconds) {
    /** Seconds of the pass. */
    public double seconds() {
        return computeSeconds + waitingSeconds + averagingSeconds;
    }
}
