package org.dahlquist.cluster.training;

import java.util.List;
import org.dahlquist.DahlquistException;
import org.dahlquist.training.LocalTrainer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.NoOpUpdater;

/**
 * Trains a network synchronously, behind DL4J's {@code TrainingMaster}: the workers share every minibatch, their
 * gradients are summed, and the driver makes one step with the sum.
 *
 * <p>A minibatch consists of {@code slices} consecutive names of the list; slice i goes to worker i mod workers. Each
 * slice is normalised on its own ("ghost batches", Hoffer, Hubara, Soudry, NeurIPS 2017), so the result depends on the
 * slices and not on the workers, up to float64 rounding. Gradient activation, clipping, weight decay, momentum and
 * the deformation's slope, taken at the minibatch's mean loss, act once on the sum; running statistics take the mean of the
 * slices' steps. The updater state stays on the driver. Each step moves executors · parameters · 4 bytes down and
 * workers · parameters · 4 bytes up, twice that where a worker has more than one slice.
 */
public final class GradientAveraging extends AveragingMaster {
    private final int slices;

    /**
     * Creates a training master.
     *
     * @param workers who share a minibatch, at least 1
     * @param slices parts of a minibatch, at least as many as workers
     * @param step how gradients are computed and deformed
     */
    public GradientAveraging(int workers, int slices, StepSettings step) {
        super(workers, WorkerRound.Task.GRADIENTS, step);
        if (slices < workers) {
            throw DahlquistException.config(
                    "a minibatch needs a slice for every worker, but train.averaging.slices = %d and"
                            + " train.averaging.workers = %d",
                    slices, workers);
        }
        this.slices = slices;
    }

    @Override
    void train(ComputationGraph model, List<String> minibatches, Rounds rounds) {
        LocalTrainer trainer = step().trainer(model);
        if (model.getFlattenedGradients() == null) {
            model.initGradientsView();
        }
        int epoch = model.getEpochCount();
        for (int first = 0; first < minibatches.size(); first += slices) {
            List<WorkerRound.Share> shares = shares(minibatches, first, slices);
            int iteration = model.getIterationCount();
            WorkerSum sum = rounds.run(NetworkState.parameters(model), shares, epoch, iteration, false);
            model.getFlattenedGradients().assign(gradient(model, sum));
            double slope = step().deformation().slope(sum.steps().loss());
            trainer.update(Math.toIntExact(sum.steps().samples()), slope, epoch, iteration);
        }
    }

    /** The summed gradient; where running statistics are, the mean of the slices' steps. */
    private static INDArray gradient(ComputationGraph model, WorkerSum sum) {
        double[] values = sum.values();
        float[] gradient = new float[values.length];
        for (UpdaterBlock block : model.getUpdater().getUpdaterBlocks()) {
            double divisor = block.getGradientUpdater() instanceof NoOpUpdater
                    ? sum.steps().steps()
                    : 1;
            for (int i = block.getParamOffsetStart(); i < block.getParamOffsetEnd(); i++) {
                gradient[i] = (float) (values[i] / divisor);
            }
        }
        return Nd4j.createFromArray(gradient)
                .reshape(model.getFlattenedGradients().shape());
    }

    /** The settings as JSON. */
    @Override
    public String toJson() {
        return "{\"workers\":" + workers() + ",\"slices\":" + slices + "}";
    }

    /** The settings as YAML. */
    @Override
    public String toYaml() {
        return "workers: " + workers() + "\nslices: " + slices + "\n";
    }
}
