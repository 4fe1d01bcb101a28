package org.dahlquist.cluster.evaluation;

import java.io.Serializable;
import org.dahlquist.run.report.LevelAccuracy;

/**
 * What was counted at one level on some samples.
 *
 * @param samples how many
 * @param correct how many of them were classified rightly
 * @param l2Sum sum of the L2 norms of what was done to them
 */
record LevelTally(long samples, long correct, double l2Sum) implements Serializable {
    static final LevelTally NONE = new LevelTally(0, 0, 0);

    LevelTally plus(LevelTally other) {
        return new LevelTally(samples + other.samples, correct + other.correct, l2Sum + other.l2Sum);
    }

    LevelAccuracy accuracy(String kind, double level) {
        return new LevelAccuracy(kind, level, samples, correct, l2Sum / samples);
    }
}
