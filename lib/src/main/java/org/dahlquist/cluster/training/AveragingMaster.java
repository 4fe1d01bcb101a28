package org.dahlquist.cluster.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.ClusterCheck;
import org.dahlquist.cluster.SparkFailures;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/**
 * A training master whose workers keep network and data in their executor from round to round and return flat arrays.
 *
 * <p>Use it as {@code new SparkComputationGraph(spark, network, master).fitPaths(minibatches, loader)}, where the loader
 * understands the paths. The network must be float32. Not thread-safe.
 */
abstract class AveragingMaster extends PathTrainingMaster {
    /** How long executors may take to register. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int workers;
    private final WorkerRound.Task task;
    private final StepSettings step;
    private final String owner = UUID.randomUUID().toString();
    private TrainingPass lastPass;

    AveragingMaster(int workers, WorkerRound.Task task, StepSettings step) {
        if (workers < 1) {
            throw DahlquistException.config(
                    "training needs at least 1 worker, but train.averaging.workers = %d", workers);
        }
        this.workers = workers;
        this.task = task;
        this.step = step;
    }

    /** Trains on the minibatches in their order. */
    abstract void train(ComputationGraph model, List<String> minibatches, Rounds rounds);

    /** What the last call of {@link #executeTrainingPaths} saw; null before the first. */
    public final TrainingPass lastPass() {
        return lastPass;
    }

    final int workers() {
        return workers;
    }

    final StepSettings step() {
        return step;
    }

    /**
     * Trains on minibatches named by paths, in their order.
     *
     * @param network must be null: multi-layer networks are not supported
     * @param graph the network; its parameters, updater state and iteration count are changed
     * @param trainingDataPaths names of minibatches
     * @param dsLoader reads a minibatch by its name, on the executors
     * @param mdsLoader ignored
     * @throws DahlquistException if there are fewer task slots than workers, a round takes too long, or the loss is not
     *     finite
     */
    @Override
    public final void executeTrainingPaths(
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
                new WorkerRound.Setup(owner, model.getConfiguration().toJson(), dsLoader, step, task));
        List<String> minibatches = trainingDataPaths.collect();
        try (Rounds rounds = new Rounds(workers(spark, setup), step.roundTimeout())) {
            SparkFailures.unwrap(() -> {
                train(model, minibatches, rounds);
                return null;
            });
            lastPass = rounds.pass();
        } finally {
            setup.destroy();
        }
        graph.setScore(lastPass.loss());
    }

    private Workers workers(JavaSparkContext spark, Broadcast<WorkerRound.Setup> setup) {
        spark.setLocalProperty("spark.job.interruptOnCancel", "true");
        return spark.sc().isLocal() ? new ResidentWorkers(spark, setup, workers) : new WorkerJobs(spark, setup);
    }

    /**
     * Deals a round's names to the workers in turn; workers beyond the names get nothing and are left out.
     *
     * @param names all of the epoch
     * @param first where the round begins
     * @param perRound names of a round
     */
    final List<WorkerRound.Share> shares(List<String> names, int first, int perRound) {
        int end = Math.min(names.size(), first + perRound);
        List<WorkerRound.Share> shares = new ArrayList<>();
        for (int worker = 0; worker < Math.min(workers, end - first); worker++) {
            List<String> own = new ArrayList<>();
            for (int i = first + worker; i < end; i += workers) {
                own.add(names.get(i));
            }
            String following = end + worker < names.size() ? names.get(end + worker) : "";
            shares.add(new WorkerRound.Share(own, following));
        }
        return shares;
    }
}
