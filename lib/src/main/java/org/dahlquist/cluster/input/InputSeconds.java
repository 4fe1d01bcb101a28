package org.dahlquist.cluster.input;

import java.io.Serializable;

/**
 * What minibatches cost.
 *
 * @param waiting seconds in which there was nothing to compute with
 * @param loading seconds in which minibatches were made, mostly beside the computation
 */
public record InputSeconds(double waiting, double loading) implements Serializable {
    /** No time at all. */
    public static final InputSeconds NONE = new InputSeconds(0, 0);

    /** Both times added to those of other minibatches. */
    public InputSeconds plus(InputSeconds other) {
        return new InputSeconds(waiting + other.waiting, loading + other.loading);
    }

    /** Both times divided, as by a number of workers. */
    public InputSeconds dividedBy(double divisor) {
        return new InputSeconds(waiting / divisor, loading / divisor);
    }

    /** Images that the loaders of all workers make per second; NaN if nobody took the time. */
    public static double imagesPerSecond(long images, double loading) {
        return loading > 0 ? images / loading : Double.NaN;
    }
}
