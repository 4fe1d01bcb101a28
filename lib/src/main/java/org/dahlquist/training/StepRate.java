package org.dahlquist.training;

import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate multiplied by a factor at milestones: rate · factor^(milestones reached).
 *
 * <p>With rate 0.1, factor 0.1 and milestones 80 and 120: 0.1 in epochs 1–79, 0.01 in 80–119, 0.001 from 120 on.
 *
 * @param rate the initial learning rate
 * @param milestones epochs, counted from 1, from whose start on the factor applies
 * @param factor what the rate is multiplied by
 */
public record StepRate(
        @JsonProperty("rate") double rate,
        @JsonProperty("milestones") List<Integer> milestones,
        @JsonProperty("factor") double factor)
        implements RateCurve {
    private static final long serialVersionUID = 1L;

    /** Copies the milestones. */
    public StepRate {
        milestones = List.copyOf(milestones);
    }

    @Override
    public double at(double epochs) {
        double value = rate;
        for (int milestone : milestones) {
            if (epochs + 1 >= milestone) {
                value *= factor;
            }
        }
        return value;
    }

    /** This object, which is immutable. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // nothing in it can change
    public StepRate clone() {
        return this;
    }
}
