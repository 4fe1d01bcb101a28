package org.dahlquist.sweep;

import java.io.Serializable;

/**
 * How a network does on one part of a dataset.
 *
 * @param loss mean cross-entropy; null where it is not finite
 * @param top1 fraction classified rightly
 */
public record Score(Double loss, double top1) implements Serializable {
    /** A score; a loss that isn't finite is none. */
    public static Score of(double loss, double top1) {
        return new Score(Double.isFinite(loss) ? loss : null, top1);
    }

    /** What a network without finite weights reaches: it says the same of every image. */
    public static Score chance(int classes) {
        return new Score(null, 1.0 / classes);
    }
}
