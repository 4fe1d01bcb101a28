package org.dahlquist.cluster.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.FloatVector;
import org.dahlquist.cluster.input.InputSeconds;
import org.dahlquist.training.StepSum;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Runs the workers of a training round by round, and keeps account of losses and times.
 *
 * <p>A round is one Spark job with one task per worker. Tasks of a lost executor are repeated elsewhere from the
 * broadcast state. A worker stays on its executor from round to round where that is possible. Beyond {@value #FLAT} workers their values are summed in two levels, groups of about √workers in
 * tasks of a second stage, so that the driver receives √workers values and not all.
 */
public final class Rounds {
    private static final int FLAT = 16;

    private final JavaSparkContext spark;
    private final Broadcast<WorkerRound.Setup> setup;
    private final long start = System.nanoTime();
    private int round;
    private final StepSum steps = new StepSum();
    private double computeSeconds;
    private double slowestSeconds;
    private final Map<Integer, String> places = new HashMap<>();
    private InputSeconds input = InputSeconds.NONE;

    Rounds(JavaSparkContext spark, Broadcast<WorkerRound.Setup> setup) {
        this.spark = spark;
        this.setup = setup;
    }

    /**
     * Runs one round.
     *
     * @param state what every worker starts from
     * @param shares the minibatches of each worker
     * @param weighted whether a worker's values count as often as it made steps
     * @return the sum over the workers, in their order
     */
    WorkerSum run(float[] state, List<WorkerRound.Share> shares, int epoch, int iteration, boolean weighted) {
        round++;
        List<WorkerRound.Assignment> assignments = new ArrayList<>();
        for (int worker = 0; worker < shares.size(); worker++) {
            assignments.add(new WorkerRound.Assignment(worker, epoch, iteration, shares.get(worker)));
        }
        spark.setLocalProperty("spark.job.interruptOnCancel", "true");
        WorkerSum sum = sum(state, assignments, weighted);
        if (sum.divergence() != null) {
            throw DahlquistException.diverged(
                    "the training loss must stay finite, but %s; lower train.learning-rate", sum.divergence());
        }
        steps.add(sum.steps());
        computeSeconds += sum.meanSeconds();
        slowestSeconds += sum.slowestSeconds();
        input = input.plus(sum.meanInput());
        places.putAll(sum.places());
        return sum;
    }

    private WorkerSum sum(float[] state, List<WorkerRound.Assignment> assignments, boolean weighted) {
        if (spark.sc().isLocal()) {
            return sum(placed(assignments).map(WorkerRound.local(setup, state)), assignments.size(), weighted);
        }
        Broadcast<FloatVector> shared = spark.broadcast(new FloatVector(state));
        try {
            WorkerRound round = WorkerRound.broadcast(setup, shared);
            return sum(placed(assignments).map(round), assignments.size(), weighted);
        } finally {
            shared.destroy();
        }
    }

    /** One task per worker, where that worker ran before if it can: its next minibatch waits there. */
    private JavaRDD<WorkerRound.Assignment> placed(List<WorkerRound.Assignment> assignments) {
        List<Tuple2<WorkerRound.Assignment, Seq<String>>> preferred = new ArrayList<>();
        for (WorkerRound.Assignment assignment : assignments) {
            String place = places.get(assignment.worker());
            preferred.add(new Tuple2<>(assignment, sequence(place == null ? List.of() : List.of(place))));
        }
        ClassTag<WorkerRound.Assignment> type = ClassTag$.MODULE$.apply(WorkerRound.Assignment.class);
        return spark.sc().makeRDD(sequence(preferred), type).toJavaRDD();
    }

    private static <T> Seq<T> sequence(List<T> list) {
        return JavaConverters.asScalaBuffer(list).toSeq();
    }

    /** What the rounds so far saw. */
    TrainingPass pass() {
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new TrainingPass(
                steps.loss(),
                steps.top1(),
                steps.samples(),
                computeSeconds,
                slowestSeconds - computeSeconds,
                seconds - slowestSeconds,
                input.waiting(),
                input.loading());
    }

    private WorkerSum sum(JavaRDD<WorkerRound.Outcome> outcomes, int workers, boolean weighted) {
        WorkerSum total = new WorkerSum();
        if (workers <= FLAT) {
            await(outcomes.collectAsync(), workers)
                    .forEach(outcome ->
                            total.add(outcome, weighted ? outcome.steps().steps() : 1));
            return total;
        }
        int size = (int) Math.ceil(Math.sqrt(workers));
        int groups = (workers + size - 1) / size;
        JavaRDD<Tuple2<Integer, WorkerSum>> sums = outcomes.mapToPair(
                        outcome -> new Tuple2<>(outcome.worker() / size, outcome))
                .groupByKey(groups)
                .map(group -> new Tuple2<>(group._1(), sum(group._2(), weighted)));
        List<Tuple2<Integer, WorkerSum>> collected = new ArrayList<>(await(sums.collectAsync(), workers));
        collected.sort(Comparator.comparing(Tuple2::_1));
        collected.forEach(group -> total.add(group._2()));
        return total;
    }

    private static WorkerSum sum(Iterable<WorkerRound.Outcome> group, boolean weighted) {
        List<WorkerRound.Outcome> outcomes = new ArrayList<>();
        group.forEach(outcomes::add);
        outcomes.sort(Comparator.comparingInt(WorkerRound.Outcome::worker));
        WorkerSum sum = new WorkerSum();
        outcomes.forEach(outcome -> sum.add(outcome, weighted ? outcome.steps().steps() : 1));
        return sum;
    }

    private <T> List<T> await(JavaFutureAction<List<T>> job, int workers) {
        long limit = setup.value().step().roundTimeout().toSeconds();
        try {
            return job.get(limit, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            String unfinished = UnfinishedWorkers.describe(spark, job, workers);
            job.cancel(true);
            throw DahlquistException.cluster(
                            "a round must end within train.averaging.round-timeout-seconds = %d, but in round %d of this"
                                    + " epoch these of %d workers weren't done: %s; look for a hanging executor in"
                                    + " Spark's web interface, or raise the limit",
                            limit, round, workers, unfinished)
                    .causedBy(e);
        } catch (InterruptedException e) {
            job.cancel(true);
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("interrupted in round %d of the epoch", round)
                    .causedBy(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("round " + round + " of the epoch failed", e.getCause());
        }
    }
}
