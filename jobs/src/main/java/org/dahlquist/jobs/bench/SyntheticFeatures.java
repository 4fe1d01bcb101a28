package org.dahlquist.jobs.bench;

import java.util.Arrays;
import java.util.Random;
import org.dahlquist.dataset.Seeds;

/**
 * Points on a smooth 12-dimensional surface in feature space, with a little noise: x = tanh(1.5 z A) B + 0.05 ε with
 * Gaussian z, A, B and ε. The same seed gives the same points, the first ones alike however many there are.
 *
 * <p>They are somewhat harder to search than features of a trained network. Of 64 features of 60,000 points the 14th
 * neighbour is at 0.43 of the mean distance and the dimension about a point is 12 (maximum likelihood, Levina and Bickel,
 * "Maximum likelihood estimation of intrinsic dimension", NIPS 2004); 12 directions hold 90 % of the variance, and the
 * kernel multiplies 34 % of its tiles. Of ZeroSNet-20's features of MNIST (60,000 images, two epochs) these are 0.07, 7.5,
 * 7 and 11 %, of CIFAR-10 (20,000 images, four epochs) 0.28, 10 and 7 directions.
 */
final class SyntheticFeatures {
    /** Seed of all measurements. */
    static final long SEED = 1;

    private static final int LATENT = 12;
    private static final int HIDDEN = 128;
    private static final double GAIN = 1.5;
    private static final double NOISE = 0.05;

    private final int points;
    private final int dimension;
    private final long seed;

    SyntheticFeatures(int points, int dimension, long seed) {
        this.points = points;
        this.dimension = dimension;
        this.seed = seed;
    }

    /** All features, {@code float[points * dimension]}, row-major. */
    float[] values() {
        Random maps = random("features-map");
        double[] first = gaussian(maps, LATENT * HIDDEN, GAIN / Math.sqrt(LATENT));
        double[] second = gaussian(maps, HIDDEN * dimension, 1 / Math.sqrt(HIDDEN));
        double[] latents = latents();
        Random noise = random("features-noise");
        float[] values = new float[Math.multiplyExact(points, dimension)];
        double[] hidden = new double[HIDDEN];
        double[] mapped = new double[dimension];
        for (int point = 0; point < points; point++) {
            multiply(latents, point * LATENT, first, hidden);
            for (int unit = 0; unit < HIDDEN; unit++) {
                hidden[unit] = Math.tanh(hidden[unit]);
            }
            multiply(hidden, 0, second, mapped);
            for (int component = 0; component < dimension; component++) {
                values[point * dimension + component] = (float) (mapped[component] + NOISE * noise.nextGaussian());
            }
        }
        return values;
    }

    /** A class for each point: the nearest of as many random places in latent space. */
    int[] labels(int classes) {
        double[] centres = gaussian(random("features-classes"), classes * LATENT, 1);
        double[] latents = latents();
        int[] labels = new int[points];
        for (int point = 0; point < points; point++) {
            double least = Double.POSITIVE_INFINITY;
            for (int centre = 0; centre < classes; centre++) {
                double distance = 0;
                for (int component = 0; component < LATENT; component++) {
                    double difference = latents[point * LATENT + component] - centres[centre * LATENT + component];
                    distance += difference * difference;
                }
                if (distance < least) {
                    least = distance;
                    labels[point] = centre;
                }
            }
        }
        return labels;
    }

    private Random random(String purpose) {
        return new Random(Seeds.mix(seed, purpose));
    }

    private double[] latents() {
        return gaussian(random("features-latent"), points * LATENT, 1);
    }

    private static double[] gaussian(Random random, int count, double scale) {
        double[] values = new double[count];
        for (int at = 0; at < count; at++) {
            values[at] = scale * random.nextGaussian();
        }
        return values;
    }

    /** A row vector times a matrix. */
    private static void multiply(double[] vector, int from, double[] matrix, double[] product) {
        Arrays.fill(product, 0);
        for (int row = 0; row < matrix.length / product.length; row++) {
            for (int column = 0; column < product.length; column++) {
                product[column] += vector[from + row] * matrix[row * product.length + column];
            }
        }
    }
}
