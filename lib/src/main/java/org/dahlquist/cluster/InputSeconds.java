package org.dahlquist.cluster;

import java.io.Serializable;

/**
 * What minibatches cost.
 *
 * @param waiting seconds in which there was nothing to compute with
 * @param loading seconds in which minibatches were made, mostly beside the computation
 */
record InputSeconds(double waiting, double loading) implements Serializable {
    static final InputSeconds NONE = new InputSeconds(0, 0);

    InputSeconds plus(InputSeconds other) {
        return new InputSeconds(waiting + other.waiting, loading + other.loading);
    }

    InputSeconds dividedBy(double divisor) {
        return new InputSeconds(waiting / divisor, loading / divisor);
    }

    /** Images that the loaders of all workers make per second; NaN if nobody took the time. */
    static double imagesPerSecond(long images, double loading) {
        return loading > 0 ? images / loading : Double.NaN;
    }
}
