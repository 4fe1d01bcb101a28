package org.dahlquist.cluster.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.ClusterCheck;
import org.dahlquist.cluster.evaluation.DistributedEvaluation;
import org.dahlquist.cluster.input.InputMemory;
import org.dahlquist.cluster.input.InputSeconds;
import org.dahlquist.cluster.input.InputTransforms;
import org.dahlquist.cluster.input.Minibatch;
import org.dahlquist.cluster.input.MinibatchLoader;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.network.TrainedCoefficients;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.training.Checkpoint;
import org.dahlquist.training.EpochMetrics;
import org.dahlquist.training.Evaluation;
import org.dahlquist.training.LearningRateMatch;
import org.dahlquist.training.Optimiser;
import org.dahlquist.training.TrainingState;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a run's network on Spark by averaging parameters or gradients, epoch by epoch.
 *
 * <p>After every epoch: one log line, one row of metrics.csv, one checkpoint; at the end model.zip. Where the output
 * holds checkpoints of a killed training, it goes on after the newest one and ends with the same network, bit for bit,
 * as if it had not been interrupted. Files are written under temporary names and renamed. Not thread-safe.
 */
public final class DistributedTraining {
    private static final Logger LOG = LoggerFactory.getLogger(DistributedTraining.class);

    private final JavaSparkContext spark;
    private final Configuration hadoop;
    private final RunConfig config;
    private final TrainConfig train;
    private final PreparedData data;
    private final Path output;
    private final NetworkFactory factory;
    private final Consumer<EpochMetrics> observer;

    /** Describes the network to train; a seam for tests. */
    @FunctionalInterface
    public interface NetworkFactory {
        /** The network's configuration, with optimiser and seed inside. */
        ComputationGraphConfiguration configuration(Manifest manifest, Optimiser optimiser, long seed);
    }

    /**
     * Creates a training.
     *
     * @param spark the context; needs a task slot for each worker
     * @param config the run's settings
     * @param prepared folder of the prepared dataset
     * @param output folder to write into; may hold checkpoints of a killed training
     */
    public DistributedTraining(JavaSparkContext spark, RunConfig config, Path prepared, Path output) {
        this(spark, config, prepared, output, networkOf(config), row -> {});
    }

    /** What makes the network that a run describes, for the classes and image shape of its dataset. */
    public static NetworkFactory networkOf(RunConfig config) {
        return (manifest, optimiser, seed) -> NetworkSpec.of(
                        config.network(), manifest.classes(), InputTransforms.shape(manifest, config.input()))
                .configuration(optimiser.updater(), optimiser.regularization(), seed, DataType.FLOAT);
    }

    DistributedTraining(
            JavaSparkContext spark,
            RunConfig config,
            Path prepared,
            Path output,
            NetworkFactory factory,
            Consumer<EpochMetrics> observer) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
        this.config = config;
        this.train = LearningRateMatch.resolve(hadoop, config.train());
        this.data = new PreparedData(prepared, config.input());
        this.output = output;
        this.factory = factory;
        this.observer = observer;
    }

    /**
     * Trains to the last epoch, from the newest checkpoint if there is one.
     *
     * @return loss and accuracy after the last epoch
     * @throws DahlquistException if the cluster is too small, the dataset is missing, the checkpoint is another run's,
     *     or the loss is not finite
     */
    public TrainingSummary run() {
        try {
            Manifest manifest = Manifest.read(hadoop, data.folder());
            InputTransforms.training(manifest, config.input(), train.augmentation());
            InputMemory.of(manifest, config, spark.getConf()).requireHeap(spark.getConf());
            ComputationGraph network =
                    new ComputationGraph(factory.configuration(manifest, optimiser(manifest), config.seed()));
            network.init();
            TrainingState state = resume(network);
            writeMetrics(state.metrics());
            state = train(manifest, network, state);
            Checkpoint.writeModel(hadoop, network, new Path(output, "model.zip"));
            EpochMetrics last = state.metrics().get(state.metrics().size() - 1);
            return new TrainingSummary(
                    state.epochs(),
                    last.loss(),
                    last.trainTop1(),
                    last.testLoss(),
                    last.testTop1(),
                    state.elapsedSeconds());
        } catch (IOException e) {
            throw new UncheckedIOException("training into " + output + " failed", e);
        }
    }

    private TrainingState resume(ComputationGraph network) throws IOException {
        Optional<Checkpoint> newest = Checkpoint.newest(hadoop, checkpoints());
        if (newest.isEmpty()) {
            return TrainingState.initial(config.seed());
        }
        TrainingState state = newest.get().state();
        if (state.seed() != config.seed() || state.epochs() > train.epochs()) {
            throw DahlquistException.config(
                    "%s is of a run with seed %d after %d epochs, but this one has seed %d and ends after %d; use"
                            + " another --run-id, or start again with --overwrite",
                    checkpoints(), state.seed(), state.epochs(), config.seed(), train.epochs());
        }
        NetworkState.write(network, NetworkState.read(newest.get().network()), true);
        network.getConfiguration().setEpochCount(state.epochs());
        network.getConfiguration().setIterationCount(state.iteration());
        return state;
    }

    private TrainingState train(Manifest manifest, ComputationGraph network, TrainingState from) throws IOException {
        TrainConfig.Averaging settings = train.averaging();
        TrainingMaster<?, ?> master = master();
        SparkComputationGraph graph = new SparkComputationGraph(spark, network, master);
        MinibatchLoader loader = new MinibatchLoader(
                PreparedSplit.of(hadoop, data, Split.TRAIN, manifest),
                config.seed(),
                settings.batchSizePerWorker(),
                train.augmentation());
        TrainingState state = from;
        while (state.epochs() < train.epochs()) {
            long start = System.nanoTime();
            int epoch = state.epochs();
            List<String> minibatches = new ArrayList<>(IntStream.range(0, loader.minibatches())
                    .mapToObj(index -> new Minibatch(epoch, index).descriptor())
                    .toList());
            graph.fitPaths(spark.parallelize(minibatches, 1), loader);
            EpochMetrics row = measure(manifest, network, pass(master, graph, manifest, start), state, start);
            observer.accept(row);
            state = record(network, state, row);
        }
        return state;
    }

    private Optimiser optimiser(Manifest manifest) {
        TrainConfig.Averaging settings = train.averaging();
        int sharing =
                settings.mode() == TrainConfig.AveragingMode.GRADIENTS ? settings.sliceCount() : settings.workers();
        long perStep = (long) sharing * settings.batchSizePerWorker();
        long rows = manifest.split(Split.TRAIN).rows();
        return Optimiser.of(train, Math.toIntExact((rows + perStep - 1) / perStep));
    }

    private TrainingMaster<?, ?> master() {
        TrainConfig.Averaging settings = train.averaging();
        StepSettings step = StepSettings.of(train);
        return switch (settings.mode()) {
            case PARAMETERS -> new ParameterAveraging(settings.workers(), settings.frequency(), step);
            case GRADIENTS -> new GradientAveraging(settings.workers(), settings.sliceCount(), step);
            case UPSTREAM -> upstream(settings);
        };
    }

    /** Takes our minibatches as they are; DL4J deals them to its workers at random. */
    private TrainingMaster<?, ?> upstream(TrainConfig.Averaging settings) {
        ClusterCheck.requireWorkers(spark, settings.workers(), AveragingMaster.PATIENCE);
        return new ParameterAveragingTrainingMaster.Builder(settings.workers(), settings.batchSizePerWorker())
                .batchSizePerWorker(settings.batchSizePerWorker())
                .averagingFrequency(settings.frequency())
                .build();
    }

    /** What our masters account for; DL4J's tells its mean score alone, and all its time counts as computing. */
    private static TrainingPass pass(
            TrainingMaster<?, ?> master, SparkComputationGraph graph, Manifest manifest, long start) {
        if (master instanceof AveragingMaster ours) {
            return ours.lastPass();
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new TrainingPass(
                graph.getScore(), Double.NaN, manifest.split(Split.TRAIN).rows(), seconds, 0, 0, 0, 0);
    }

    private EpochMetrics measure(
            Manifest manifest, ComputationGraph network, TrainingPass pass, TrainingState before, long start)
            throws IOException {
        int epoch = before.epochs() + 1;
        Evaluation test = null;
        if (epoch == train.epochs() || epoch % train.validateEvery() == 0) {
            test = DistributedEvaluation.evaluate(
                    spark,
                    PreparedSplit.of(hadoop, data, Split.TEST, manifest),
                    Checkpoint.modelBytes(network),
                    config.batchSize());
        }
        return new EpochMetrics(
                epoch,
                pass.loss(),
                pass.top1(),
                test == null ? null : test.loss(),
                test == null ? null : test.top1(),
                optimiser(manifest).updater().getLearningRate(network.getIterationCount(), before.epochs()),
                pass.samples() / pass.seconds(),
                pass.computeSeconds(),
                pass.waitingSeconds(),
                pass.averagingSeconds(),
                pass.inputSeconds(),
                InputSeconds.imagesPerSecond(pass.samples(), pass.loadingSeconds()),
                before.elapsedSeconds() + (System.nanoTime() - start) * 1e-9);
    }

    private TrainingState record(ComputationGraph network, TrainingState before, EpochMetrics row) throws IOException {
        List<EpochMetrics> rows = new ArrayList<>(before.metrics());
        rows.add(row);
        TrainingState state = new TrainingState(
                TrainingState.SCHEMA_VERSION,
                row.epoch(),
                network.getIterationCount(),
                0,
                config.seed(),
                row.elapsedSeconds(),
                rows);
        writeMetrics(rows);
        new Checkpoint(network, state).write(hadoop, checkpoints(), train.keepCheckpoints());
        int epochs = train.epochs();
        if (LOG.isInfoEnabled()) {
            LOG.info(row.logLine(epochs, row.elapsedSeconds() / row.epoch() * (epochs - row.epoch())));
        }
        logTrained(row.epoch(), TrainedCoefficients.of(network));
        return state;
    }

    private static void logTrained(int epoch, TrainedCoefficients trained) {
        if (!trained.k().isEmpty() && LOG.isInfoEnabled()) {
            LOG.info("epoch {}  {}", epoch, trained.line());
        }
        trained.unstable().forEach(finding -> LOG.warn("epoch {}  {}", epoch, finding));
    }

    private void writeMetrics(List<EpochMetrics> rows) throws IOException {
        byte[] text = EpochMetrics.file(rows).getBytes(StandardCharsets.UTF_8);
        Checkpoint.replace(hadoop, new Path(output, "metrics.csv"), text);
    }

    private Path checkpoints() {
        return new Path(output, "checkpoints");
    }
}
