package org.dahlquist.cluster.landscape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.ExecutorCache;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.landscape.InferenceLoss;
import org.dahlquist.landscape.PointLoss;
import org.dahlquist.landscape.Section;
import org.dahlquist.training.Checkpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Losses of one network at points of its parameter space, as Spark jobs.
 *
 * <p>A point is evaluated by one task as a whole, on the samples in their order, so the result depends neither on the
 * number of tasks nor on where they run. An executor keeps its compiled network between points.
 */
final class SectionLosses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SectionLosses.class);
    private static final int TASKS_PER_SLOT = 32;
    private static final long PROGRESS_SECONDS = 10;

    private final JavaSparkContext spark;
    private final Broadcast<byte[]> model;
    private final LandscapeSamples samples;
    private final String owner = UUID.randomUUID().toString();

    SectionLosses(JavaSparkContext spark, byte[] model, LandscapeSamples samples) {
        this.spark = spark;
        this.model = spark.broadcast(model);
        this.samples = samples;
    }

    /** Losses at some coordinates, in their order; {@code label} says in the log what is being done. */
    List<PointLoss> at(Section section, List<double[]> coordinates, String label) {
        return at(section, coordinates, label, TASKS_PER_SLOT * spark.defaultParallelism());
    }

    /** As above, in at most so many tasks. */
    List<PointLoss> at(Section section, List<double[]> coordinates, String label, int tasks) {
        Broadcast<Section> broadcast = spark.broadcast(section);
        try {
            JavaFutureAction<List<PointLoss>> job = spark.parallelize(coordinates, Math.min(tasks, coordinates.size()))
                    .map(new PointTask(model, broadcast, samples, owner))
                    .collectAsync();
            return awaited(job, label);
        } finally {
            broadcast.destroy();
        }
    }

    @Override
    public void close() {
        model.destroy();
    }

    private List<PointLoss> awaited(JavaFutureAction<List<PointLoss>> job, String label) {
        long start = System.nanoTime();
        while (true) {
            try {
                return job.get(PROGRESS_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException running) {
                logProgress(job, label, start);
            } catch (ExecutionException e) {
                return SparkFailures.unwrap(() -> {
                    throw new IllegalStateException(label + " failed", e.getCause());
                });
            } catch (InterruptedException e) {
                job.cancel(true);
                Thread.currentThread().interrupt();
                throw DahlquistException.cluster("%s was interrupted", label).causedBy(e);
            }
        }
    }

    private void logProgress(JavaFutureAction<?> job, String label, long start) {
        int done = 0;
        int all = 0;
        for (int id : job.jobIds()) {
            SparkJobInfo info = spark.statusTracker().getJobInfo(id);
            for (int stage : info == null ? new int[0] : info.stageIds()) {
                SparkStageInfo tasks = spark.statusTracker().getStageInfo(stage);
                done += tasks == null ? 0 : tasks.numCompletedTasks();
                all += tasks == null ? 0 : tasks.numTasks();
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        LOG.info("{}: {} % after {} s", label, all == 0 ? 0 : 100 * done / all, seconds);
    }

    /**
     * Evaluates one point inside a task.
     *
     * @param model the network
     * @param section where points lie
     * @param samples what is classified
     * @param owner whose networks the executors keep
     */
    private record PointTask(
            Broadcast<byte[]> model, Broadcast<Section> section, LandscapeSamples samples, String owner)
            implements Function<double[], PointLoss> {
        private static final ExecutorCache<InferenceLoss> LOSSES = new ExecutorCache<>(1);

        @Override
        public PointLoss call(double[] coordinates) {
            InferenceLoss loss = LOSSES.borrow(owner, this::restore);
            PointLoss found = loss.at(section.value().at(coordinates), samples);
            LOSSES.giveBack(owner, loss);
            return found;
        }

        private InferenceLoss restore() {
            try {
                return new InferenceLoss(Checkpoint.restoreModel(model.value()));
            } catch (IOException e) {
                throw new UncheckedIOException("the model cannot be restored on an executor", e);
            }
        }
    }
}
