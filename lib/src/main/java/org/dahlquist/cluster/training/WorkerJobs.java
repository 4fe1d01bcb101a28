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
import org.dahlquist.cluster.FloatVector;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Workers on a cluster: a Spark job for every round, with a task for every worker.
 *
 * <p>Tasks of a lost executor are repeated elsewhere from the broadcast state. A worker stays on its executor from round
 * to round where that is possible. Beyond {@value #FLAT} workers their values are summed in two levels, groups of about
 * √workers in tasks of a second stage, so that the driver receives √workers values and not all.
 */
final class WorkerJobs implements Workers {
    private static final int FLAT = 16;

    private final JavaSparkContext spark;
    private final Broadcast<WorkerRound.Setup> setup;
    private final Map<Integer, String> places = new HashMap<>();
    private JavaFutureAction<?> job;

    WorkerJobs(JavaSparkContext spark, Broadcast<WorkerRound.Setup> setup) {
        this.spark = spark;
        this.setup = setup;
    }

    @Override
    public WorkerSum run(Round round) throws InterruptedException, ExecutionException, TimeoutException {
        Broadcast<FloatVector> state = spark.broadcast(new FloatVector(round.state()));
        try {
            WorkerSum sum = sum(placed(round.assignments()).map(new WorkerRound(setup, state)), round);
            places.putAll(sum.places());
            return sum;
        } finally {
            state.destroy();
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

    private WorkerSum sum(JavaRDD<WorkerRound.Outcome> outcomes, Round round)
            throws InterruptedException, ExecutionException, TimeoutException {
        int workers = round.assignments().size();
        WorkerSum total = new WorkerSum();
        if (workers <= FLAT) {
            await(outcomes.collectAsync(), workers).forEach(outcome -> total.add(outcome, round.weight(outcome)));
            return total;
        }
        int size = (int) Math.ceil(Math.sqrt(workers));
        int groups = (workers + size - 1) / size;
        boolean weighted = round.weighted();
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

    private <T> List<T> await(JavaFutureAction<List<T>> running, int workers)
            throws InterruptedException, ExecutionException, TimeoutException {
        job = running;
        try {
            return running.get(setup.value().step().roundTimeout().toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException(UnfinishedWorkers.describe(spark, running, workers));
        }
    }

    @Override
    public void cancel() {
        job.cancel(true);
    }

    /** Nothing lives from round to round. */
    @Override
    public void close() {}
}
