package org.dahlquist.cluster;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.training.Compute;
import org.dahlquist.training.LocalTrainer;
import org.dahlquist.training.StepResult;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * One worker's share of a round: from the broadcast state, some local steps.
 *
 * @param setup what all rounds share
 * @param state parameters and updater state at the start of the round
 */
record WorkerRound(Broadcast<Setup> setup, Broadcast<float[]> state)
        implements Function<WorkerRound.Assignment, WorkerRound.Outcome> {
    private static final ExecutorCache<LocalTrainer> TRAINERS = new ExecutorCache<>(1);

    /**
     * What all rounds of a training share.
     *
     * @param owner unique to the training
     * @param networkJson DL4J configuration
     * @param loader reads minibatches
     * @param compute what computes the steps
     */
    record Setup(String owner, String networkJson, DataSetLoader loader, Compute compute) implements Serializable {}

    /**
     * What one worker does in a round.
     *
     * @param epoch from 0
     * @param iteration parameter updates made before the round
     * @param minibatches one for each step
     */
    record Assignment(int epoch, int iteration, List<String> minibatches) implements Serializable {}

    /**
     * What one worker did in a round.
     *
     * @param state its parameters and updater state; empty if it diverged
     * @param steps steps made; fewer than assigned if the last one's loss was not finite
     * @param lossSum sum over samples of the minibatches' mean losses
     * @param correct correctly classified samples
     * @param samples samples seen
     * @param seconds time spent, loading included
     */
    record Outcome(float[] state, int steps, double lossSum, long correct, long samples, double seconds)
            implements Serializable {}

    @Override
    public Outcome call(Assignment assignment) {
        long start = System.nanoTime();
        String owner = setup.value().owner();
        LocalTrainer trainer = TRAINERS.borrow(owner, this::newTrainer);
        NetworkState.write(trainer.network(), state.value());
        double lossSum = 0;
        long correct = 0;
        long samples = 0;
        int steps = 0;
        try (PrefetchedMinibatches minibatches =
                new PrefetchedMinibatches(setup.value().loader(), assignment.minibatches())) {
            while (minibatches.hasNext() && Double.isFinite(lossSum)) {
                StepResult step = trainer.step(minibatches.next(), assignment.epoch(), assignment.iteration() + steps);
                lossSum += step.loss() * step.samples();
                correct += step.correct();
                samples += step.samples();
                steps++;
            }
        }
        float[] after = Double.isFinite(lossSum) ? NetworkState.read(trainer.network()) : new float[0];
        TRAINERS.giveBack(owner, trainer);
        return new Outcome(after, steps, lossSum, correct, samples, (System.nanoTime() - start) * 1e-9);
    }

    private LocalTrainer newTrainer() {
        ComputationGraph network = new ComputationGraph(
                ComputationGraphConfiguration.fromJson(setup.value().networkJson()));
        network.init();
        return new LocalTrainer(network, setup.value().compute());
    }
}
