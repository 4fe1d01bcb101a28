package org.dahlquist.training;

import java.io.Serializable;

/** What several training steps saw, summed in the order they are added. Not thread-safe. */
public final class StepSum implements Serializable {
    private static final long serialVersionUID = 1L;

    private int steps;
    private double loss;
    private long correct;
    private long samples;

    /** Adds a step; its loss counts as often as it has samples. */
    public void add(StepResult result) {
        steps++;
        loss += result.loss() * result.samples();
        correct += result.correct();
        samples += result.samples();
    }

    /** Adds other steps. */
    public void add(StepSum other) {
        steps += other.steps;
        loss += other.loss;
        correct += other.correct;
        samples += other.samples;
    }

    /** Number of steps. */
    public int steps() {
        return steps;
    }

    /** Number of samples. */
    public long samples() {
        return samples;
    }

    /** Mean cross-entropy of the samples; NaN without samples. */
    public double loss() {
        return loss / samples;
    }

    /** Fraction of the samples classified rightly; NaN without samples. */
    public double top1() {
        return (double) correct / samples;
    }
}
