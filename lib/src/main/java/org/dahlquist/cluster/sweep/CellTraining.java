package org.dahlquist.cluster.sweep;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.cluster.input.InputSeconds;
import org.dahlquist.cluster.input.Minibatch;
import org.dahlquist.cluster.input.MinibatchLoader;
import org.dahlquist.cluster.training.DistributedTraining;
import org.dahlquist.cluster.training.NetworkState;
import org.dahlquist.cluster.training.PrefetchedMinibatches;
import org.dahlquist.cluster.training.StepSettings;
import org.dahlquist.run.RunDirectory;
import org.dahlquist.sweep.CellResult;
import org.dahlquist.sweep.Score;
import org.dahlquist.training.Checkpoint;
import org.dahlquist.training.EpochMetrics;
import org.dahlquist.training.Evaluation;
import org.dahlquist.training.LocalTrainer;
import org.dahlquist.training.StepResult;
import org.dahlquist.training.StepSum;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cell of a sweep in one task: trains a network alone, evaluates it and writes its directory, {@code _SUCCESS} last.
 *
 * <p>The network is the same, bit for bit, as that of {@link DistributedTraining} with one worker.
 *
 * @param folder its directory; emptied first
 * @param settings all settings, as HOCON
 * @param networkJson DL4J configuration
 * @param loader the training minibatches
 * @param step how a step is made
 * @param updater tells the learning rate
 * @param epochs passes over the training part
 * @param validateEvery epochs between evaluations
 * @param evaluation what to evaluate on
 * @param origin what the result says of the cell, its program and its data
 * @param hadoop how to reach the file system
 */
record CellTraining(
        String folder,
        String settings,
        String networkJson,
        MinibatchLoader loader,
        StepSettings step,
        IUpdater updater,
        int epochs,
        int validateEvery,
        CellEvaluation evaluation,
        Origin origin,
        HadoopSettings hadoop)
        implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(CellTraining.class);

    /**
     * What is known of a cell before it starts.
     *
     * @param cell its id
     * @param trainSamples images to train on
     * @param testSamples images to test on
     * @param master Spark master
     * @param version version of the program
     * @param gitCommit commit the program was built from
     */
    record Origin(String cell, long trainSamples, long testSamples, String master, String version, String gitCommit)
            implements Serializable {
        /** The result of a cell that broke. */
        CellResult failed(Throwable cause) {
            return CellResult.failed(cell, SparkFailures.reason(cause), trainSamples, testSamples, version, gitCommit);
        }
    }

    /** What the epochs led to. */
    private record Trained(List<EpochMetrics> epochs, String divergence) {}

    /** Runs the cell; what breaks it is told in the result, because Spark would repeat a task that throws. */
    CellResult run() {
        try {
            return trained();
        } catch (RuntimeException e) {
            if (TaskContext.get().isInterrupted()) {
                throw e;
            }
            if (!(e instanceof DahlquistException)) {
                LOG.warn("cell {} failed", origin.cell(), e);
            }
            return origin.failed(e);
        }
    }

    private CellResult trained() {
        long start = System.nanoTime();
        ComputationGraph network = new ComputationGraph(ComputationGraphConfiguration.fromJson(networkJson));
        network.init();
        try (LocalTrainer trainer = step.trainer(network)) {
            begin();
            Trained trained = train(trainer, start);
            network.getConfiguration().setEpochCount(trained.epochs().size());
            byte[] model = Checkpoint.modelBytes(network);
            write("model.zip", model);
            CellResult result = result(trained, model, start);
            write(CellResult.FILE, result.json().getBytes(StandardCharsets.UTF_8));
            write("_SUCCESS", new byte[0]);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + folder + " failed", e);
        }
    }

    private void begin() throws IOException {
        Path path = new Path(folder);
        path.getFileSystem(configuration()).delete(path, true);
        write(RunDirectory.CONFIG, settings.getBytes(StandardCharsets.UTF_8));
    }

    private Trained train(LocalTrainer trainer, long start) throws IOException {
        List<EpochMetrics> rows = new ArrayList<>();
        writeMetrics(rows);
        int iteration = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            long epochStart = System.nanoTime();
            StepSum steps = new StepSum();
            InputSeconds input = train(trainer, epoch, iteration, steps);
            iteration += steps.steps();
            double seconds = (System.nanoTime() - epochStart) * 1e-9;
            if (!Double.isFinite(steps.loss())) {
                return new Trained(rows, divergence(steps.loss(), epoch, iteration));
            }
            if (!NetworkState.isFinite(NetworkState.parameters(trainer.network()))) {
                return new Trained(rows, String.format(Locale.ROOT, "parameters not finite in epoch %d", epoch + 1));
            }
            Evaluation tested =
                    isEvaluated(epoch + 1) ? evaluation.test(Checkpoint.modelBytes(trainer.network())) : null;
            rows.add(new EpochMetrics(
                    epoch + 1,
                    steps.loss(),
                    steps.top1(),
                    tested == null ? null : tested.loss(),
                    tested == null ? null : tested.top1(),
                    updater.getLearningRate(iteration, epoch),
                    steps.samples() / seconds,
                    seconds,
                    0,
                    0,
                    input.waiting(),
                    InputSeconds.imagesPerSecond(steps.samples(), input.loading()),
                    (System.nanoTime() - start) * 1e-9));
            writeMetrics(rows);
        }
        return new Trained(rows, "");
    }

    /** An epoch's steps, up to the first whose loss isn't finite. */
    private InputSeconds train(LocalTrainer trainer, int epoch, int iteration, StepSum steps) {
        try (PrefetchedMinibatches minibatches = new PrefetchedMinibatches(loader, minibatches(epoch))) {
            double loss = 0;
            while (minibatches.hasNext() && Double.isFinite(loss)) {
                StepResult result = trainer.step(minibatches.next(), epoch, iteration + steps.steps());
                loss = result.loss();
                steps.add(result);
            }
            return new InputSeconds(minibatches.waitingSeconds(), minibatches.loadingSeconds());
        }
    }

    private List<String> minibatches(int epoch) {
        return IntStream.range(0, loader.minibatches())
                .mapToObj(index -> new Minibatch(epoch, index).descriptor())
                .toList();
    }

    private boolean isEvaluated(int epoch) {
        return epoch == epochs || epoch % validateEvery == 0;
    }

    private static String divergence(double loss, int epoch, int iteration) {
        return String.format(Locale.ROOT, "loss %s in epoch %d, step %d", loss, epoch + 1, iteration);
    }

    private CellResult result(Trained trained, byte[] model, long start) throws IOException {
        boolean diverged = !trained.divergence().isEmpty();
        int finished = trained.epochs().size();
        EpochMetrics last = finished == 0 ? null : trained.epochs().get(finished - 1);
        CellEvaluation.Scores scores =
                diverged ? evaluation.chance() : evaluation.scores(model, Score.of(last.testLoss(), last.testTop1()));
        return new CellResult(
                origin.cell(),
                diverged ? CellResult.Status.DIVERGED : CellResult.Status.FINISHED,
                trained.divergence(),
                finished,
                origin.trainSamples(),
                origin.testSamples(),
                last == null ? null : last.loss(),
                scores.test(),
                scores.train(),
                scores.noisy(),
                (System.nanoTime() - start) * 1e-9,
                hardware(),
                origin.version(),
                origin.gitCommit());
    }

    private String hardware() {
        return String.format(
                Locale.ROOT,
                "%d cores, %.1f GiB heap, %s",
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() / (double) (1L << 30),
                origin.master());
    }

    private void writeMetrics(List<EpochMetrics> rows) throws IOException {
        write("metrics.csv", EpochMetrics.file(rows).getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] content) throws IOException {
        Checkpoint.replace(configuration(), new Path(folder, name), content);
    }

    private Configuration configuration() {
        return hadoop.value();
    }
}
