package org.dahlquist.landscape;

import java.util.List;

/**
 * Losses on the straight line between the networks of two runs.
 *
 * @param from id of the run at t = 0
 * @param to id of the run at t = 1
 * @param axis places t, ascending
 * @param losses losses there, on the samples of the first run
 */
public record Passage(String from, String to, double[] axis, List<PointLoss> losses) {
    /** Copies the list. */
    public Passage {
        losses = List.copyOf(losses);
    }
}
