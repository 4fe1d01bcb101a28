package org.dahlquist.cluster.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.ClusterCheck;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.evaluation.PartEvaluation;
import org.dahlquist.cluster.input.InputTransforms;
import org.dahlquist.cluster.input.MinibatchLoader;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.cluster.training.DistributedTraining;
import org.dahlquist.cluster.training.StepSettings;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.robustness.InputNoise;
import org.dahlquist.run.Provenance;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.sweep.Cell;
import org.dahlquist.sweep.CellResult;
import org.dahlquist.training.Checkpoint;
import org.dahlquist.training.LearningRateMatch;
import org.dahlquist.training.Optimiser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the cells of a sweep on Spark, each whole in one task, as many at once as there are task slots.
 *
 * <p>Every cell is a job of its own, so one that breaks doesn't stop the others and the driver hears of each as it ends.
 * Jobs are started in descending order of estimated work, which Spark keeps; a task of a lost executor is repeated from
 * the start of its cell. Cells share nothing but the data in their executor's memory, so results do not depend on slots
 * or order. Not thread-safe.
 */
public final class DistributedSweep {
    private static final Logger LOG = LoggerFactory.getLogger(DistributedSweep.class);
    private static final long POLL_MILLIS = 100;

    private final JavaSparkContext spark;
    private final Configuration hadoop;
    private final Function<Cell, Path> prepared;
    private final Function<Cell, Path> output;
    private final List<InputNoise> noise;
    private final boolean evaluateTrain;
    private final Provenance program;

    /** A cell on its way. */
    private record Job(Cell cell, double work, JavaFutureAction<List<CellResult>> future) {}

    /**
     * Creates a sweep.
     *
     * @param spark the context
     * @param prepared where a cell's prepared dataset is
     * @param output a cell's directory, emptied when the cell starts
     * @param noise input noise to evaluate under in the end
     * @param evaluateTrain whether the training part is evaluated in the end
     * @param program what is running, for the results
     */
    public DistributedSweep(
            JavaSparkContext spark,
            Function<Cell, Path> prepared,
            Function<Cell, Path> output,
            List<InputNoise> noise,
            boolean evaluateTrain,
            Provenance program) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
        this.prepared = prepared;
        this.output = output;
        this.noise = List.copyOf(noise);
        this.evaluateTrain = evaluateTrain;
        this.program = program;
    }

    /**
     * Runs cells to their end.
     *
     * @param cells the cells
     * @return a result for each, in the order of the cells; a broken one says why
     */
    public List<CellResult> run(List<Cell> cells) {
        ClusterCheck.requireSettings(spark.getConf());
        spark.setLocalProperty("spark.job.interruptOnCancel", "true");
        LOG.info("training {} cells, {} at once", cells.size(), slots());
        Map<String, CellResult> results = new LinkedHashMap<>();
        List<Job> waiting = new ArrayList<>();
        for (Planned planned : planned(cells)) {
            waiting.add(new Job(
                    planned.cell(),
                    planned.work(),
                    spark.parallelize(List.of(planned.training()), 1)
                            .map(CellTraining::run)
                            .collectAsync()));
        }
        SweepProgress progress = new SweepProgress(
                cells.size(), waiting.stream().mapToDouble(Job::work).sum());
        try {
            while (!waiting.isEmpty()) {
                for (Job job : List.copyOf(waiting)) {
                    if (job.future().isDone()) {
                        waiting.remove(job);
                        CellResult result = result(job);
                        results.put(job.cell().id(), result);
                        String line = progress.ended(result, job.work(), slots());
                        LOG.info("{}", line);
                    }
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("the sweep was interrupted; start it again to go on")
                    .causedBy(e);
        } finally {
            waiting.forEach(job -> job.future().cancel(true));
        }
        return cells.stream().map(cell -> results.get(cell.id())).toList();
    }

    private int slots() {
        return spark.sc()
                .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
    }

    /** A cell with what its task does and an estimate of its work, in multiply-adds. */
    private record Planned(Cell cell, CellTraining training, double work) {}

    private List<Planned> planned(List<Cell> cells) {
        List<Planned> planned = new ArrayList<>();
        for (Cell cell : cells) {
            Manifest manifest = Manifest.read(hadoop, prepared.apply(cell));
            RunConfig config = cell.run().config();
            double perImage = NetworkSpec.of(
                            config.network(), manifest.classes(), InputTransforms.shape(manifest, config.input()))
                    .multiplyAdds();
            double work = perImage
                    * manifest.split(Split.TRAIN).rows()
                    * config.train().epochs();
            planned.add(new Planned(cell, training(cell, manifest), work));
        }
        planned.sort(Comparator.comparingDouble(Planned::work).reversed());
        return planned;
    }

    private CellTraining training(Cell cell, Manifest manifest) {
        RunConfig config = cell.run().config();
        PreparedData data = new PreparedData(prepared.apply(cell), config.input());
        PreparedSplit train = PreparedSplit.of(hadoop, data, Split.TRAIN, manifest);
        PreparedSplit test = PreparedSplit.of(hadoop, data, Split.TEST, manifest);
        TrainConfig settings = LearningRateMatch.resolve(hadoop, config.train());
        MinibatchLoader loader = new MinibatchLoader(
                train, config.seed(), settings.averaging().batchSizePerWorker(), settings.augmentation());
        Optimiser optimiser = Optimiser.of(settings, loader.minibatches());
        return new CellTraining(
                output.apply(cell).toString(),
                cell.run().resolved(),
                DistributedTraining.networkOf(config)
                        .configuration(manifest, optimiser, config.seed())
                        .toJson(),
                loader,
                StepSettings.of(settings),
                optimiser.updater(),
                settings.epochs(),
                settings.validateEvery(),
                new CellEvaluation(
                        new PartEvaluation(test, config.batchSize()),
                        evaluateTrain ? new PartEvaluation(train, config.batchSize()) : null,
                        noise,
                        config.seed()),
                origin(cell, manifest),
                new HadoopSettings(hadoop));
    }

    private CellTraining.Origin origin(Cell cell, Manifest manifest) {
        return new CellTraining.Origin(
                cell.id(),
                manifest.split(Split.TRAIN).rows(),
                manifest.split(Split.TEST).rows(),
                spark.master(),
                program.version(),
                program.gitCommit());
    }

    private CellResult result(Job job) throws InterruptedException {
        try {
            CellResult result = job.future().get().get(0);
            return result.isMeasured() ? result : recorded(job.cell(), result);
        } catch (ExecutionException e) {
            Manifest manifest = Manifest.read(hadoop, prepared.apply(job.cell()));
            return recorded(job.cell(), origin(job.cell(), manifest).failed(e));
        }
    }

    /** Leaves a broken cell's result in its directory for whoever looks there. */
    private CellResult recorded(Cell cell, CellResult result) {
        try {
            Checkpoint.replace(
                    hadoop,
                    new Path(output.apply(cell), CellResult.FILE),
                    result.json().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record that " + cell.id() + " failed", e);
        }
        return result;
    }
}
