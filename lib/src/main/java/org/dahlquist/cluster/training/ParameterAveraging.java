package org.dahlquist.cluster.training;

import java.util.List;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Trains a network by parameter averaging, behind DL4J's {@code TrainingMaster}: every worker makes some local steps,
 * then parameters, updater state and batch-norm statistics are averaged.
 *
 * <p>An epoch's list of minibatches is cut into rounds of {@code workers · frequency}; minibatch i of a round goes to
 * worker i mod workers. A worker's weight is its number of steps in the round, so all weigh the same but in an
 * incomplete last round, where idle workers do not count. Sums are float64 in the order of the workers: the result
 * depends on {@code workers}, never on partitions, executors or their order. One worker is local training and has
 * nothing to average: its rounds are at least {@value #ALONE} steps long, and bound what a lost executor costs. Each round
 * moves (workers + executors) · (parameters + updater state) · 4 bytes over the network. Reference: McDonald, Hall,
 * Mann, "Distributed Training Strategies for the Structured Perceptron", NAACL 2010, which calls it iterative parameter
 * mixing.
 */
public final class ParameterAveraging extends AveragingMaster {
    /** Steps in a round of a single worker, if the frequency isn't above. */
    private static final int ALONE = 25;

    private final int frequency;

    /**
     * Creates a training master.
     *
     * @param workers models trained side by side, at least 1
     * @param frequency local steps between two averagings, at least 1
     * @param step how the workers make their steps
     */
    public ParameterAveraging(int workers, int frequency, StepSettings step) {
        super(workers, WorkerRound.Task.LOCAL_STEPS, step);
        if (frequency < 1) {
            throw DahlquistException.config(
                    "parameter averaging needs at least 1 step between averagings, but train.averaging.frequency = %d",
                    frequency);
        }
        this.frequency = frequency;
    }

    @Override
    void train(ComputationGraph model, List<String> minibatches, Rounds rounds) {
        float[] state = NetworkState.read(model);
        int iteration = model.getIterationCount();
        int perRound = workers() == 1 ? Math.max(frequency, ALONE) : Math.multiplyExact(workers(), frequency);
        for (int first = 0; first < minibatches.size(); first += perRound) {
            List<WorkerRound.Share> shares = shares(minibatches, first, perRound);
            state = rounds.run(state, shares, model.getEpochCount(), iteration, true)
                    .mean();
            iteration += shares.get(0).minibatches().size();
        }
        NetworkState.write(model, state, true);
        model.getConfiguration().setIterationCount(iteration);
    }

    /** The settings as JSON. */
    @Override
    public String toJson() {
        return "{\"workers\":" + workers() + ",\"frequency\":" + frequency + "}";
    }

    /** The settings as YAML. */
    @Override
    public String toYaml() {
        return "workers: " + workers() + "\nfrequency: " + frequency + "\n";
    }
}
