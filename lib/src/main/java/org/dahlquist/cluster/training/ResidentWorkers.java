package org.dahlquist.cluster.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.cluster.ExecutorCache;

/**
 * Workers of a local master: one Spark job for all rounds, whose tasks stay in their slots and take their assignments from
 * the driver, which is in the same process.
 *
 * <p>A job for every round costs 10 to 15 ms until HotSpot has compiled Spark's scheduler, and nothing has to be copied
 * here. Needs a task slot for each worker at the same time.
 */
final class ResidentWorkers implements Workers {
    private static final ExecutorCache<Desk> DESKS = new ExecutorCache<>(16);
    private static final long LOOK_MILLIS = 100;

    private final Broadcast<WorkerRound.Setup> setup;
    private final Desk desk;
    private final JavaFutureAction<Void> job;

    ResidentWorkers(JavaSparkContext spark, Broadcast<WorkerRound.Setup> setup, int workers) {
        this.setup = setup;
        String name = UUID.randomUUID().toString();
        this.desk = DESKS.shared(name, () -> new Desk(workers));
        List<Integer> numbers = IntStream.range(0, workers).boxed().toList();
        this.job = spark.parallelize(numbers, workers).foreachAsync(new Seat(setup, name));
    }

    /** Where driver and workers meet: what each worker has to do, nothing for going home, and what was done. */
    private static final class Desk {
        private final List<BlockingQueue<Optional<Work>>> inboxes = new ArrayList<>();
        private final BlockingQueue<WorkerRound.Outcome> outcomes = new LinkedBlockingQueue<>();

        Desk(int workers) {
            for (int worker = 0; worker < workers; worker++) {
                inboxes.add(new LinkedBlockingQueue<>());
            }
        }
    }

    private record Work(float[] state, WorkerRound.Assignment assignment) {}

    /** A worker's task. */
    private record Seat(Broadcast<WorkerRound.Setup> setup, String desk) implements VoidFunction<Integer> {
        @Override
        public void call(Integer worker) throws InterruptedException {
            Desk meeting = DESKS.shared(desk, () -> {
                throw new IllegalStateException("a resident worker was sent to another process");
            });
            BlockingQueue<Optional<Work>> inbox = meeting.inboxes.get(worker);
            for (Optional<Work> next = inbox.take(); next.isPresent(); next = inbox.take()) {
                Work work = next.get();
                meeting.outcomes.add(WorkerRound.run(setup.value(), work.state(), work.assignment()));
            }
        }
    }

    @Override
    public WorkerSum run(Round round) throws InterruptedException, ExecutionException, TimeoutException {
        for (WorkerRound.Assignment assignment : round.assignments()) {
            desk.inboxes.get(assignment.worker()).add(Optional.of(new Work(round.state(), assignment)));
        }
        long start = System.nanoTime();
        long limit = setup.value().step().roundTimeout().toNanos();
        Map<Integer, WorkerRound.Outcome> done = new TreeMap<>();
        while (done.size() < round.assignments().size()) {
            WorkerRound.Outcome outcome = desk.outcomes.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (outcome != null) {
                done.put(outcome.worker(), outcome);
            } else if (job.isDone()) {
                job.get();
                throw new IllegalStateException("the workers left in the middle of a round");
            } else if (System.nanoTime() - start > limit) {
                throw new TimeoutException(UnfinishedWorkers.describe(round.assignments().stream()
                        .map(WorkerRound.Assignment::worker)
                        .filter(worker -> !done.containsKey(worker))
                        .toList()));
            }
        }
        WorkerSum sum = new WorkerSum();
        done.values().forEach(outcome -> sum.add(outcome, round.weight(outcome)));
        return sum;
    }

    @Override
    public void cancel() {
        job.cancel(true);
    }

    /** Sends the workers home, and waits until their slots are free. */
    @Override
    public void close() {
        if (job.isDone() || job.isCancelled()) {
            return;
        }
        desk.inboxes.forEach(inbox -> inbox.add(Optional.empty()));
        try {
            job.get();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker failed after its last round", e.getCause());
        }
    }
}
