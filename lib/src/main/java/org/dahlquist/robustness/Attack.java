package org.dahlquist.robustness;

import java.io.Serializable;

/** Looks for images near the given ones that are classified wrongly. Immutable. */
public interface Attack extends Serializable {
    /**
     * Attacks some images, each for itself.
     *
     * @param classifier what is attacked
     * @param pixels the images in [0, 1], {@code float[n · C·H·W]}; not changed
     * @param labels true classes, {@code int[n]}
     * @param ids sample ids, from which random draws follow, {@code long[n]}
     * @return the perturbed images in [0, 1], {@code float[n · C·H·W]}; whether they fool the classifier is not said
     */
    float[] perturb(Classifier classifier, float[] pixels, int[] labels, long[] ids);
}
