package org.dahlquist.gradient;

import java.util.Optional;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** An updater in float arithmetic on blocks of neighbouring parameters: p = p − rate · act(direction). */
interface UpdateRule {
    /** Values of state per parameter. */
    int states();

    /** What acts on the direction. */
    GradientActivation activation();

    /**
     * What the direction is multiplied by.
     *
     * @param iteration parameter updates made before
     * @param epoch from 0
     */
    float rate(int iteration, int epoch);

    /**
     * Advances the state and replaces the gradient, weight decay included, by the direction, not yet activated.
     *
     * @param gradient overwritten
     * @param state {@code float[states][]}, overwritten
     * @param count parameters in the block
     */
    void direct(float[] gradient, float[][] state, int count);

    /** The rule of an updater; empty where there is none. */
    static Optional<UpdateRule> of(IUpdater updater) {
        if (updater instanceof ActivatedSgd sgd) {
            return Optional.of(new SgdRule(sgd));
        }
        return updater instanceof Adam adam ? Optional.of(new AdamRule(adam)) : Optional.empty();
    }
}
