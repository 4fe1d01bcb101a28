package org.dahlquist.training;

import org.nd4j.linalg.schedule.ISchedule;

/** A learning rate as a function of the epochs that have passed; on its own it changes at the start of each epoch. */
public interface RateCurve extends ISchedule {
    /**
     * The learning rate at a point of the training.
     *
     * @param epochs epochs passed, whole or not, at least 0
     */
    double at(double epochs);

    /**
     * The learning rate of an epoch.
     *
     * @param iteration ignored
     * @param epoch from 0, as DL4J counts
     */
    @Override
    default double valueAt(int iteration, int epoch) {
        return at(epoch);
    }

    /** This object, which is immutable. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // nothing in it can change
    RateCurve clone();
}
