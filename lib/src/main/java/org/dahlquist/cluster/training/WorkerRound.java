package org.dahlquist.cluster.training;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.cluster.ExecutorCache;
import org.dahlquist.cluster.FloatVector;
import org.dahlquist.cluster.input.InputSeconds;
import org.dahlquist.training.LocalTrainer;
import org.dahlquist.training.StepResult;
import org.dahlquist.training.StepSum;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One worker's share of a round: local steps, or the gradients of its slices.
 *
 * @param setup what all rounds share
 * @param state parameters at the start of the round; for local steps the updater state too
 */
record WorkerRound(Broadcast<Setup> setup, Broadcast<FloatVector> state)
        implements Function<WorkerRound.Assignment, WorkerRound.Outcome> {
    private static final ExecutorCache<LocalTrainer> TRAINERS = new ExecutorCache<>(1);

    /** What a worker does with its minibatches. */
    enum Task {
        /** A step each; its values are the state after the last. */
        LOCAL_STEPS,
        /** No step; its values are the sum of the gradients. */
        GRADIENTS
    }

    /**
     * What all rounds of a training share.
     *
     * @param owner unique to the training
     * @param networkJson DL4J configuration
     * @param loader reads minibatches
     * @param step how a step is made
     * @param task what workers do
     */
    record Setup(String owner, String networkJson, DataSetLoader loader, StepSettings step, Task task)
            implements Serializable {}

    /**
     * A worker's minibatches.
     *
     * @param minibatches one for each step, or the slices
     * @param following what it will probably begin the next round with, to be made in the meantime; empty for nothing
     */
    record Share(List<String> minibatches, String following) implements Serializable {}

    /**
     * What one worker does in a round.
     *
     * @param worker its number, from 0
     * @param epoch from 0
     * @param iteration parameter updates made before the round
     * @param share its minibatches
     */
    record Assignment(int worker, int epoch, int iteration, Share share) implements Serializable {}

    /**
     * What one worker did in a round.
     *
     * @param worker its number
     * @param values state or summed gradient
     * @param remainders what float32 lost of the values; null for nothing
     * @param steps what its steps, or slices, saw
     * @param seconds time spent, waiting for minibatches included
     * @param input time of that spent on waiting for minibatches, and time in which they were made
     * @param place where the worker ran, as Spark names preferred locations
     * @param divergence what to tell the user where the loss wasn't finite; else null
     */
    record Outcome(
            int worker,
            FloatVector values,
            FloatVector remainders,
            StepSum steps,
            double seconds,
            InputSeconds input,
            String place,
            String divergence)
            implements Serializable {}

    @Override
    public Outcome call(Assignment assignment) {
        return run(setup.value(), state.value().values(), assignment);
    }

    /** What a worker makes of an assignment, beginning with a state. */
    static Outcome run(Setup setup, float[] state, Assignment assignment) {
        long start = System.nanoTime();
        String owner = setup.owner();
        LocalTrainer trainer = TRAINERS.borrow(owner, () -> newTrainer(setup));
        boolean local = setup.task() == Task.LOCAL_STEPS;
        GradientSum gradients = new GradientSum();
        StepSum steps = new StepSum();
        String divergence = null;
        InputSeconds input;
        try (PrefetchedMinibatches minibatches = new PrefetchedMinibatches(setup.loader(), owner, assignment.share())) {
            NetworkState.write(trainer.network(), state, local);
            while (minibatches.hasNext() && divergence == null) {
                StepResult result;
                if (local) {
                    result = trainer.step(
                            minibatches.next(), assignment.epoch(), assignment.iteration() + steps.steps());
                } else {
                    result = trainer.gradient(minibatches.next());
                    gradients.add(trainer.network().getFlattenedGradients());
                }
                divergence = divergence(result, assignment, steps.steps());
                steps.add(result);
            }
            input = new InputSeconds(minibatches.waitingSeconds(), minibatches.loadingSeconds());
        }
        float[] values = local ? NetworkState.read(trainer.network()) : gradients.values();
        if (divergence == null && !NetworkState.isFinite(values)) {
            divergence = divergence(local ? "parameters" : "gradients", assignment, local ? steps.steps() : 1);
        }
        TRAINERS.giveBack(owner, trainer);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Outcome(
                assignment.worker(),
                new FloatVector(values),
                gradients.remainders() == null ? null : new FloatVector(gradients.remainders()),
                steps,
                seconds,
                input,
                place(),
                divergence);
    }

    private static String place() {
        SparkEnv executor = SparkEnv.get();
        return "executor_" + executor.blockManager().blockManagerId().host() + "_" + executor.executorId();
    }

    private static String divergence(String values, Assignment assignment, int step) {
        return String.format(
                Locale.ROOT,
                "worker %d got %s that are not finite in epoch %d, by step %d",
                assignment.worker(),
                values,
                assignment.epoch() + 1,
                assignment.iteration() + step);
    }

    /** Told to the driver instead of thrown, because Spark would repeat a task that throws. */
    private static String divergence(StepResult result, Assignment assignment, int step) {
        return Double.isFinite(result.loss())
                ? null
                : String.format(
                        Locale.ROOT,
                        "worker %d got %s in epoch %d, step %d (%s)",
                        assignment.worker(),
                        result.loss(),
                        assignment.epoch() + 1,
                        assignment.iteration() + step + 1,
                        assignment.share().minibatches().get(step));
    }

    private static LocalTrainer newTrainer(Setup setup) {
        ComputationGraph network = new ComputationGraph(ComputationGraphConfiguration.fromJson(setup.networkJson()));
        network.init();
        return setup.step().trainer(network);
    }

    /** A sum of flat gradients: as it is for one, else float32 with remainders. */
    private static final class GradientSum {
        private float[] only;
        private double[] sum;

        void add(INDArray gradient) {
            float[] next = gradient.reshape(gradient.length()).toFloatVector();
            if (only == null && sum == null) {
                only = next;
                return;
            }
            if (sum == null) {
                sum = new double[next.length];
                accumulate(only);
            }
            accumulate(next);
        }

        private void accumulate(float[] next) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += next[i];
            }
        }

        float[] values() {
            if (sum == null) {
                return only;
            }
            float[] values = new float[sum.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) sum[i];
            }
            return values;
        }

        float[] remainders() {
            if (sum == null) {
                return null;
            }
            float[] remainders = new float[sum.length];
            for (int i = 0; i < remainders.length; i++) {
                remainders[i] = (float) (sum[i] - (float) sum[i]);
            }
            return remainders;
        }
    }
}
