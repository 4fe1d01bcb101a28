package org.dahlquist.landscape;

import java.util.List;

/**
 * What was found around one run's network.
 *
 * @param run id of the run
 * @param sliceAxis places t on the slice, ascending
 * @param slice losses there
 * @param surfaceAxis places on each axis of the plane, ascending; empty without a surface
 * @param surface losses at (a, b), a row of b for every a
 * @param flatness in numbers
 */
public record Landscape(
        String run,
        double[] sliceAxis,
        List<PointLoss> slice,
        double[] surfaceAxis,
        List<PointLoss> surface,
        Flatness flatness) {
    /** Copies the lists. */
    public Landscape {
        slice = List.copyOf(slice);
        surface = List.copyOf(surface);
    }
}
