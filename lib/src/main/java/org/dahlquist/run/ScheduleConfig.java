package org.dahlquist.run;

import java.util.List;

/**
 * Learning-rate schedule.
 *
 * @param kind shape of the curve
 * @param every whether the rate changes with every epoch or with every step
 * @param warmUpEpochs epochs at the start in which the rate rises linearly
 * @param minimum where cosine and HTD end
 * @param milestones epochs (from 1) at which a step schedule multiplies the rate
 * @param factor what it multiplies by
 * @param lower where HTD's hyperbolic tangent begins
 * @param upper where it ends
 */
public record ScheduleConfig(
        Kind kind,
        Every every,
        int warmUpEpochs,
        double minimum,
        List<Integer> milestones,
        double factor,
        double lower,
        double upper) {
    static ScheduleConfig read(ConfigReader at) {
        ScheduleConfig schedule = new ScheduleConfig(
                at.oneOf("kind", Kind.class),
                at.oneOf("every", Every.class),
                at.intInRange("warm-up-epochs", 0, 100_000),
                at.numberInRange("minimum", 0, 1e3),
                at.wholeNumbers("milestones"),
                at.numberInRange("factor", 1e-12, 1),
                at.numberInRange("lower", -100, 100),
                at.numberInRange("upper", -100, 100));
        List<Integer> milestones = schedule.milestones();
        boolean ordered = milestones.stream().allMatch(epoch -> epoch >= 1)
                && milestones.stream().sorted().distinct().toList().equals(milestones);
        at.require(ordered, "milestones", "must be increasing epochs, from 1");
        boolean step = schedule.kind() == Kind.STEP;
        at.require(!step || !milestones.isEmpty(), "milestones", "must name at least one epoch for a step schedule");
        at.require(
                !step || milestones.isEmpty() || milestones.get(0) > schedule.warmUpEpochs(),
                "warm-up-epochs",
                "must be below the first milestone");
        at.require(schedule.lower() < schedule.upper(), "lower", "must be below upper = " + schedule.upper());
        return schedule;
    }

    /** Shapes of the curve. */
    public enum Kind {
        /** Constant. */
        CONSTANT,
        /** Multiplied by a factor at milestones. */
        STEP,
        /** Half a cosine down to the minimum. */
        COSINE,
        /** A hyperbolic tangent down to the minimum: late, then fast. */
        HTD
    }

    /** When the rate changes. */
    public enum Every {
        /** At the start of an epoch. */
        EPOCH,
        /** At every step. */
        STEP
    }
}
