package org.dahlquist.cluster.training;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.dahlquist.cluster.input.InputSeconds;
import org.dahlquist.training.StepSum;

/**
 * The sum of what some workers did in a round, in float64 in the order they are added.
 *
 * <p>Values are float32 with a float32 remainder each, so a sum of a sum doesn't depend on how it was split, beyond the
 * last bits of float64.
 */
final class WorkerSum implements Serializable {
    private static final long serialVersionUID = 1L;

    private double[] values;
    private int workers;
    private final StepSum steps = new StepSum();
    private double seconds;
    private double slowest;
    private final Map<Integer, String> places = new HashMap<>();
    private InputSeconds input = InputSeconds.NONE;
    private String divergence;

    /** Adds a worker; its values count as often as their weight. */
    WorkerSum add(WorkerRound.Outcome outcome, int valueWeight) {
        float[] high = outcome.values().values();
        float[] low = outcome.remainders() == null ? null : outcome.remainders().values();
        double[] sum = values(high.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += valueWeight * (low == null ? high[i] : (double) high[i] + low[i]);
        }
        workers++;
        steps.add(outcome.steps());
        seconds += outcome.seconds();
        slowest = Math.max(slowest, outcome.seconds());
        input = input.plus(outcome.input());
        places.put(outcome.worker(), outcome.place());
        divergence = divergence == null ? outcome.divergence() : divergence;
        return this;
    }

    /** Adds a sum over other workers. */
    WorkerSum add(WorkerSum other) {
        double[] sum = values(other.values.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.values[i];
        }
        workers += other.workers;
        steps.add(other.steps);
        seconds += other.seconds;
        slowest = Math.max(slowest, other.slowest);
        input = input.plus(other.input);
        places.putAll(other.places);
        divergence = divergence == null ? other.divergence : divergence;
        return this;
    }

    private double[] values(int length) {
        if (values == null) {
            values = new double[length];
        }
        return values;
    }

    /** The sum of the values. */
    double[] values() {
        return values;
    }

    /** What the first worker told whose loss wasn't finite; null if none. */
    String divergence() {
        return divergence;
    }

    /** Steps, or slices, of all workers. */
    StepSum steps() {
        return steps;
    }

    /** Time of the mean worker. */
    double meanSeconds() {
        return seconds / workers;
    }

    /** Input times of the mean worker. */
    InputSeconds meanInput() {
        return input.dividedBy(workers);
    }

    /** Where each worker ran. */
    Map<Integer, String> places() {
        return places;
    }

    double slowestSeconds() {
        return slowest;
    }

    /** The values divided by the number of steps. */
    float[] mean() {
        float[] mean = new float[values.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (values[i] / steps.steps());
        }
        return mean;
    }
}
