package org.dahlquist.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.DahlquistException;
import org.dahlquist.training.Compute;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/**
 * Trains a network by parameter averaging, behind DL4J's {@code TrainingMaster}: every worker makes some local steps,
 * then parameters, updater state and batch-norm statistics are averaged.
 *
 * <p>An epoch's list of minibatches is cut into rounds of {@code workers · frequency}; minibatch i of a round goes to
 * worker i mod workers. A worker's weight is its number of steps in the round, so all weigh the same but in an
 * incomplete last round, where idle workers do not count. Sums are float64 in the order of the workers: the result
 * depends on {@code workers}, never on partitions, executors or their order. One worker is local training.
 *
 * <p>Use it as {@code new SparkComputationGraph(spark, network, averaging).fitPaths(minibatches, loader)}, where the
 * loader understands the paths. The network must be float32. Each round moves (workers + executors) · (parameters +
 * updater state) · 4 bytes over the network. Not thread-safe. Reference: McDonald, Hall, Mann, "Distributed Training
 * Strategies for the Structured Perceptron", NAACL 2010, which calls it iterative parameter mixing.
 */
public final class ParameterAveraging extends PathTrainingMaster {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int workers;
    private final int frequency;
    private final Compute compute;
    private final String owner = UUID.randomUUID().toString();
    private Pass lastPass = Pass.EMPTY;

    /**
     * What one pass over a list of minibatches saw.
     *
     * @param loss mean cross-entropy over the samples, each before its step
     * @param top1 fraction of correctly classified samples, each before its step
     * @param samples samples seen
     * @param computeSeconds time of the slowest worker, summed over the rounds
     * @param averagingSeconds the rest of the rounds' time
     */
    public record Pass(double loss, double top1, long samples, double computeSeconds, double averagingSeconds) {
        private static final Pass EMPTY = new Pass(Double.NaN, Double.NaN, 0, 0, 0);
    }

    /**
     * Creates a training master.
     *
     * @param workers models trained side by side, at least 1
     * @param frequency local steps between two averagings, at least 1
     * @param compute what computes the workers' steps
     */
    public ParameterAveraging(int workers, int frequency, Compute compute) {
        if (workers < 1 || frequency < 1) {
            throw DahlquistException.config(
                    "parameter averaging needs at least 1 worker and 1 step between averagings, but"
                            + " train.averaging.workers = %d and train.averaging.frequency = %d",
                    workers, frequency);
        }
        this.workers = workers;
        this.frequency = frequency;
        this.compute = compute;
    }

    /** What the last call of {@link #executeTrainingPaths} saw. */
    public Pass lastPass() {
        return lastPass;
    }

    /**
     * Trains on minibatches named by paths, in their order.
     *
     * @param network must be null: multi-layer networks are not supported
     * @param graph the network; its parameters, updater state and iteration count are changed
     * @param trainingDataPaths names of minibatches
     * @param dsLoader reads a minibatch by its name, on the executors
     * @param mdsLoader ignored
     * @throws DahlquistException if there are fewer task slots than workers, or the loss is not finite
     */
    @Override
    public void executeTrainingPaths(
            SparkDl4jMultiLayer network,
            SparkComputationGraph graph,
            JavaRDD<String> trainingDataPaths,
            DataSetLoader dsLoader,
            MultiDataSetLoader mdsLoader) {
        if (graph == null || dsLoader == null) {
            throw onlyPaths();
        }
        JavaSparkContext spark = graph.getSparkContext();
        ClusterCheck.requireWorkers(spark, workers, PATIENCE);
        ComputationGraph model = graph.getNetwork();
        Broadcast<WorkerRound.Setup> setup = spark.broadcast(
                new WorkerRound.Setup(owner, model.getConfiguration().toJson(), dsLoader, compute));
        try {
            lastPass = train(spark, model, trainingDataPaths.collect(), setup);
        } finally {
            setup.destroy();
        }
        graph.setScore(lastPass.loss());
    }

    private Pass train(
            JavaSparkContext spark,
            ComputationGraph model,
            List<String> minibatches,
            Broadcast<WorkerRound.Setup> setup) {
        long start = System.nanoTime();
        double lossSum = 0;
        long correct = 0;
        long samples = 0;
        double computeSeconds = 0;
        float[] state = NetworkState.read(model);
        int iteration = model.getIterationCount();
        int perRound = Math.multiplyExact(workers, frequency);
        for (int first = 0; first < minibatches.size(); first += perRound) {
            List<String> round = minibatches.subList(first, Math.min(minibatches.size(), first + perRound));
            List<WorkerRound.Assignment> assignments = assign(round, model.getEpochCount(), iteration);
            List<WorkerRound.Outcome> outcomes = run(spark, setup, state, assignments);
            requireFinite(assignments, outcomes);
            state = average(outcomes);
            iteration += assignments.get(0).minibatches().size();
            double slowest = 0;
            for (WorkerRound.Outcome outcome : outcomes) {
                lossSum += outcome.lossSum();
                correct += outcome.correct();
                samples += outcome.samples();
                slowest = Math.max(slowest, outcome.seconds());
            }
            computeSeconds += slowest;
        }
        NetworkState.write(model, state);
        model.getConfiguration().setIterationCount(iteration);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Pass(
                lossSum / samples, (double) correct / samples, samples, computeSeconds, seconds - computeSeconds);
    }

    private List<WorkerRound.Assignment> assign(List<String> round, int epoch, int iteration) {
        List<List<String>> shares = new ArrayList<>();
        for (int i = 0; i < round.size(); i++) {
            if (i < workers) {
                shares.add(new ArrayList<>());
            }
            shares.get(i % workers).add(round.get(i));
        }
        List<WorkerRound.Assignment> assignments = new ArrayList<>();
        for (List<String> share : shares) {
            assignments.add(new WorkerRound.Assignment(epoch, iteration, share));
        }
        return assignments;
    }

    private static List<WorkerRound.Outcome> run(
            JavaSparkContext spark,
            Broadcast<WorkerRound.Setup> setup,
            float[] state,
            List<WorkerRound.Assignment> assignments) {
        Broadcast<float[]> shared = spark.broadcast(state);
        try {
            return spark.parallelize(assignments, assignments.size())
                    .map(new WorkerRound(setup, shared))
                    .collect();
        } finally {
            shared.destroy();
        }
    }

    private static void requireFinite(List<WorkerRound.Assignment> assignments, List<WorkerRound.Outcome> outcomes) {
        for (int worker = 0; worker < outcomes.size(); worker++) {
            WorkerRound.Outcome outcome = outcomes.get(worker);
            if (!Double.isFinite(outcome.lossSum())) {
                WorkerRound.Assignment assignment = assignments.get(worker);
                int last = outcome.steps() - 1;
                throw DahlquistException.diverged(
                        "the training loss must stay finite, but worker %d got %s in epoch %d, step %d (%s); lower"
                                + " train.learning-rate",
                        worker,
                        outcome.lossSum(),
                        assignment.epoch() + 1,
                        assignment.iteration() + outcome.steps(),
                        assignment.minibatches().get(last));
            }
        }
    }

    /** The mean of the workers' states, weighted by their steps, summed in float64 in the order given. */
    static float[] average(List<WorkerRound.Outcome> outcomes) {
        double[] sum = new double[outcomes.get(0).state().length];
        long steps = 0;
        for (WorkerRound.Outcome outcome : outcomes) {
            float[] state = outcome.state();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (double) outcome.steps() * state[i];
            }
            steps += outcome.steps();
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / steps);
        }
        return mean;
    }

    /** The settings as JSON. */
    @Override
    public String toJson() {
        return "{\"workers\":" + workers + ",\"frequency\":" + frequency + "}";
    }

    /** The settings as YAML. */
    @Override
    public String toYaml() {
        return "workers: " + workers + "\nfrequency: " + frequency + "\n";
    }
}
