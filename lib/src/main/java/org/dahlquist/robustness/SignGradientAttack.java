package org.dahlquist.robustness;

import java.util.SplittableRandom;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.Seeds;

/**
 * Ascends the cross-entropy by the sign of its gradient, within a distance ε in the maximum norm:
 * x ← clip(x + α·sign ∇ log-loss) to [x₀ − ε, x₀ + ε] and to [0, 1].
 *
 * <p>References: FGSM, Goodfellow, Shlens and Szegedy, "Explaining and Harnessing Adversarial Examples", ICLR 2015;
 * IFGSM (BIM), Kurakin, Goodfellow and Bengio, "Adversarial Examples in the Physical World", 2017, arXiv 1607.02533;
 * PGD, Madry et al., "Towards Deep Learning Models Resistant to Adversarial Attacks", ICLR 2018. Cost: one gradient for
 * each step; none where ε = 0.
 *
 * @param radius ε in pixels of [0, 1], at least 0
 * @param step α in pixels of [0, 1], at least 0
 * @param steps number of steps, at least 1
 * @param randomStart whether it starts at x₀ + U(−ε, ε), cut to [0, 1]
 * @param seed run seed of the random start; the draw follows from it, ε and the sample id
 */
public record SignGradientAttack(double radius, double step, int steps, boolean randomStart, long seed)
        implements Attack {
    /** Checks the ranges. */
    public SignGradientAttack {
        if (!(radius >= 0 && step >= 0 && steps >= 1)) {
            throw DahlquistException.config(
                    "an attack needs a radius >= 0, a step >= 0 and steps >= 1, but has radius %s, step %s, steps %d",
                    radius, step, steps);
        }
    }

    /** One step to the edge of the ball. */
    public static SignGradientAttack fgsm(double radius) {
        return new SignGradientAttack(radius, radius, 1, false, 0);
    }

    /** Several steps from the image itself. */
    public static SignGradientAttack ifgsm(double radius, double step, int steps) {
        return new SignGradientAttack(radius, step, steps, false, 0);
    }

    /** Several steps from a random start. */
    public static SignGradientAttack pgd(double radius, double step, int steps, long seed) {
        return new SignGradientAttack(radius, step, steps, true, seed);
    }

    @Override
    public float[] perturb(Classifier classifier, float[] pixels, int[] labels, long[] ids) {
        float[] current = pixels.clone();
        if (radius == 0) {
            return current;
        }
        if (randomStart) {
            start(current, ids);
        }
        for (int i = 0; i < steps; i++) {
            float[] logits = classifier.logits(current);
            ascend(current, pixels, classifier.pixelGradient(CrossEntropy.gradient(logits, labels)));
        }
        return current;
    }

    private void start(float[] current, long[] ids) {
        int size = current.length / ids.length;
        for (int row = 0; row < ids.length; row++) {
            SplittableRandom random =
                    new SplittableRandom(Seeds.mix(seed, "attack start", Double.doubleToLongBits(radius), ids[row]));
            for (int i = row * size; i < (row + 1) * size; i++) {
                current[i] = nearest(current[i] + radius * (2 * random.nextDouble() - 1), current[i]);
            }
        }
    }

    private void ascend(float[] current, float[] pixels, float[] gradient) {
        for (int i = 0; i < current.length; i++) {
            current[i] = nearest(current[i] + step * Math.signum(gradient[i]), pixels[i]);
        }
    }

    /** The allowed value nearest to a wanted one. */
    private float nearest(double wanted, float pixel) {
        double low = Math.max(pixel - radius, 0);
        double high = Math.min(pixel + radius, 1);
        return (float) Math.min(Math.max(wanted, low), high);
    }
}
