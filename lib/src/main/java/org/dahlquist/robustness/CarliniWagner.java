package org.dahlquist.robustness;

import java.util.Arrays;
import org.dahlquist.DahlquistException;

/**
 * The L2 attack of Carlini and Wagner, untargeted and with confidence 0: minimises
 * ‖x − x₀‖² + c·max(z_y − max_{t≠y} z_t, 0) over w with x = (tanh w + 1)/2, by Adam.
 *
 * <p>The weight c is searched for each image: after a success halfway down to the largest c that failed, after a failure
 * halfway up to the smallest that succeeded, or ten times as large while none has. The nearest wrongly classified image
 * of all iterates wins; where there is none, or the image was misclassified to begin with, it is returned as it is.
 * Reference: Carlini and Wagner, "Towards Evaluating the Robustness of Neural Networks", IEEE S&amp;P 2017, section VI.
 * Cost: {@code searches · iterations} gradients.
 *
 * @param searches values of c tried for each image, at least 1
 * @param iterations Adam steps for each of them, at least 1
 * @param rate Adam's learning rate, on w
 * @param firstWeight the first c
 */
public record CarliniWagner(int searches, int iterations, double rate, double firstWeight) implements Attack {
    /** Keeps tanh⁻¹ finite at pixels 0 and 1. */
    private static final double INSIDE = 1 - 1e-6;

    private static final double RAISE = 10;
    private static final double DECAY1 = 0.9;
    private static final double DECAY2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** Checks the ranges. */
    public CarliniWagner {
        if (!(searches >= 1 && iterations >= 1 && rate > 0 && firstWeight > 0)) {
            throw DahlquistException.config(
                    "Carlini and Wagner's attack needs searches and iterations >= 1, rate and first weight > 0,"
                            + " but has %d, %d, %s and %s",
                    searches, iterations, rate, firstWeight);
        }
    }

    @Override
    public float[] perturb(Classifier classifier, float[] pixels, int[] labels, long[] ids) {
        Search search = new Search(classifier, pixels, labels);
        for (int i = 0; i < searches; i++) {
            search.run();
        }
        return search.nearest;
    }

    /** The search of one minibatch. */
    private final class Search {
        private final Classifier classifier;
        private final float[] pixels;
        private final int[] labels;
        private final int size;
        private final float[] nearest;
        private final double[] distance;
        private final double[] weight;
        private final double[] failed;
        private final double[] succeeded;

        Search(Classifier classifier, float[] pixels, int[] labels) {
            this.classifier = classifier;
            this.pixels = pixels;
            this.labels = labels;
            this.size = pixels.length / labels.length;
            this.nearest = pixels.clone();
            this.distance = filled(Double.POSITIVE_INFINITY);
            this.weight = filled(firstWeight);
            this.failed = filled(0);
            this.succeeded = filled(Double.POSITIVE_INFINITY);
            keepWrong(pixels, classifier.logits(pixels), new boolean[labels.length]);
        }

        /** Descends from the images with the present weights, then chooses the next weights. */
        void run() {
            double[] w = new double[pixels.length];
            for (int i = 0; i < w.length; i++) {
                double t = (2 * pixels[i] - 1) * INSIDE;
                w[i] = 0.5 * Math.log((1 + t) / (1 - t));
            }
            double[] first = new double[w.length];
            double[] second = new double[w.length];
            boolean[] success = new boolean[labels.length];
            float[] images = new float[w.length];
            for (int iteration = 1; iteration <= iterations; iteration++) {
                for (int i = 0; i < w.length; i++) {
                    images[i] = (float) ((Math.tanh(w[i]) + 1) / 2);
                }
                float[] logits = classifier.logits(images);
                keepWrong(images, logits, success);
                float[] loss = classifier.pixelGradient(marginGradient(logits));
                double rate1 = rate / (1 - Math.pow(DECAY1, iteration));
                double correction2 = 1 - Math.pow(DECAY2, iteration);
                for (int i = 0; i < w.length; i++) {
                    double slope = 2.0 * images[i] * (1.0 - images[i]); // (1 − tanh² w)/2
                    double gradient = (2.0 * (images[i] - pixels[i]) + loss[i]) * slope;
                    first[i] = DECAY1 * first[i] + (1 - DECAY1) * gradient;
                    second[i] = DECAY2 * second[i] + (1 - DECAY2) * gradient * gradient;
                    w[i] -= rate1 * first[i] / (Math.sqrt(second[i] / correction2) + EPSILON);
                }
            }
            reweigh(success);
        }

        /** Keeps wrongly classified images that are nearer than any before, and marks their rows. */
        private void keepWrong(float[] images, float[] logits, boolean[] success) {
            int classes = logits.length / labels.length;
            for (int row = 0; row < labels.length; row++) {
                if (CrossEntropy.largest(logits, row * classes, classes) != labels[row]) {
                    success[row] = true;
                    double moved = distance(images, row);
                    if (moved < distance[row]) {
                        distance[row] = moved;
                        System.arraycopy(images, row * size, nearest, row * size, size);
                    }
                }
            }
        }

        /** c·(e_y − e_t) with the largest other class t, where z_y is not below z_t. */
        private float[] marginGradient(float[] logits) {
            int classes = logits.length / labels.length;
            float[] gradient = new float[logits.length];
            for (int row = 0; row < labels.length; row++) {
                int label = row * classes + labels[row];
                int other = -1;
                for (int i = row * classes; i < (row + 1) * classes; i++) {
                    if (i != label && (other < 0 || logits[i] > logits[other])) {
                        other = i;
                    }
                }
                if (logits[label] >= logits[other]) {
                    gradient[label] = (float) weight[row];
                    gradient[other] = (float) -weight[row];
                }
            }
            return gradient;
        }

        private void reweigh(boolean[] success) {
            for (int row = 0; row < labels.length; row++) {
                if (success[row]) {
                    succeeded[row] = Math.min(succeeded[row], weight[row]);
                } else {
                    failed[row] = Math.max(failed[row], weight[row]);
                }
                weight[row] =
                        Double.isInfinite(succeeded[row]) ? weight[row] * RAISE : (failed[row] + succeeded[row]) / 2;
            }
        }

        private double distance(float[] images, int row) {
            double squares = 0;
            for (int i = row * size; i < (row + 1) * size; i++) {
                squares += (double) (images[i] - pixels[i]) * (images[i] - pixels[i]);
            }
            return squares;
        }

        private double[] filled(double value) {
            double[] values = new double[labels.length];
            Arrays.fill(values, value);
            return values;
        }
    }
}
