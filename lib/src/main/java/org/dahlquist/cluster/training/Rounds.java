package org.dahlquist.cluster.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.input.InputSeconds;
import org.dahlquist.training.StepSum;

/** Runs the workers of an epoch round by round, and keeps account of losses and times. */
public final class Rounds implements AutoCloseable {
    private final Workers workers;
    private final long limitSeconds;
    private final long start = System.nanoTime();
    private int round;
    private final StepSum steps = new StepSum();
    private double computeSeconds;
    private double slowestSeconds;
    private InputSeconds input = InputSeconds.NONE;

    /** Rounds that are given up when they take longer than a limit. */
    Rounds(Workers workers, Duration limit) {
        this.workers = workers;
        this.limitSeconds = limit.toSeconds();
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
        WorkerSum sum = sum(new Workers.Round(state, assignments, weighted));
        if (sum.divergence() != null) {
            throw DahlquistException.diverged(
                    "the training loss must stay finite, but %s; lower train.learning-rate", sum.divergence());
        }
        steps.add(sum.steps());
        computeSeconds += sum.meanSeconds();
        slowestSeconds += sum.slowestSeconds();
        input = input.plus(sum.meanInput());
        return sum;
    }

    private WorkerSum sum(Workers.Round together) {
        try {
            return workers.run(together);
        } catch (TimeoutException unfinished) {
            workers.cancel();
            throw DahlquistException.cluster(
                            "a round must end within train.averaging.round-timeout-seconds = %d, but in round %d of this"
                                    + " epoch these of %d workers weren't done: %s; look for a hanging executor in"
                                    + " Spark's web interface, or raise the limit",
                            limitSeconds, round, together.assignments().size(), unfinished.getMessage())
                    .causedBy(unfinished);
        } catch (InterruptedException e) {
            workers.cancel();
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("interrupted in round %d of the epoch", round)
                    .causedBy(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("round " + round + " of the epoch failed", e.getCause());
        }
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

    /** Lets the workers go. */
    @Override
    public void close() {
        workers.close();
    }
}
