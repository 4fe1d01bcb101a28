package org.dahlquist.scaling;

import org.dahlquist.DahlquistException;

/**
 * What training costs one worker.
 *
 * @param stepSeconds time of a local step without any averaging, positive
 * @param bytesDown bytes a worker receives at the start of a round, at least 0
 * @param bytesUp bytes it returns, at least 0
 */
public record TrainingCost(double stepSeconds, double bytesDown, double bytesUp) {
    /** Checks the ranges. */
    public TrainingCost {
        if (!(stepSeconds > 0 && bytesDown >= 0 && bytesUp >= 0)) {
            throw DahlquistException.config(
                    "a training cost needs a positive step time and bytes of at least 0, but has %s s, %s and %s bytes",
                    stepSeconds, bytesDown, bytesUp);
        }
    }

    /**
     * Parameter averaging of float32 parameters and their momentum: both travel both ways.
     *
     * @param stepSeconds time of a local step
     * @param parameters number of parameters
     */
    public static TrainingCost parameterAveraging(double stepSeconds, long parameters) {
        double bytes = 2.0 * Float.BYTES * parameters;
        return new TrainingCost(stepSeconds, bytes, bytes);
    }
}
