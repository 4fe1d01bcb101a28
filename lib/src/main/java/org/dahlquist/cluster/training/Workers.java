package org.dahlquist.cluster.training;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The workers of an epoch, side by side. */
interface Workers extends AutoCloseable {
    /**
     * What the workers do together.
     *
     * @param state what every worker starts from
     * @param assignments one for each worker that has something to do
     * @param weighted whether a worker's values count as often as it made steps
     */
    record Round(float[] state, List<WorkerRound.Assignment> assignments, boolean weighted) {
        int weight(WorkerRound.Outcome outcome) {
            return weighted ? outcome.steps().steps() : 1;
        }
    }

    /**
     * Runs a round.
     *
     * @return the sum over the workers, in their order
     * @throws TimeoutException if it takes too long; its message names the workers that aren't done
     * @throws ExecutionException if a worker fails
     */
    WorkerSum run(Round round) throws InterruptedException, ExecutionException, TimeoutException;

    /** Gives the present round up. */
    void cancel();

    @Override
    void close();
}
