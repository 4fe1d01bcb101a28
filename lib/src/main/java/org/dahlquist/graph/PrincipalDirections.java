package org.dahlquist.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Directions of largest variance of some points about their mean, by subspace iteration. */
final class PrincipalDirections {
    private static final double DEPENDENT = 1e-6;

    private final int rows;
    private final int dimension;
    private final float[][] centred;
    private final float[][] components;

    /** Of all the points. */
    PrincipalDirections(Points points) {
        rows = points.size();
        dimension = points.dimension();
        centred = new float[rows][dimension];
        components = new float[dimension][rows];
        double[] means = new double[dimension];
        for (int index = 0; index < rows * dimension; index++) {
            means[index % dimension] += points.values()[index] / (double) rows;
        }
        double variance = 0;
        for (int index = 0; index < rows * dimension; index++) {
            double difference = points.values()[index] - means[index % dimension];
            variance = Math.fma(difference, difference, variance);
        }
        double scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
        for (int index = 0; index < rows * dimension; index++) {
            int component = index % dimension;
            float value = (float) (scale * (points.values()[index] - means[component]));
            centred[index / dimension][component] = value;
            components[component][index / dimension] = value;
        }
    }

    /**
     * Orthonormal directions, by the variance along each, largest first.
     *
     * @param directions {@code double[count][dimension]}
     * @param shares fractions of the whole variance along each
     */
    record Leading(double[][] directions, double[] shares) {
        /** Share of the variance along the first {@code count} directions. */
        double explained(int count) {
            return Arrays.stream(shares).limit(count).sum();
        }

        /** The fewest directions, at least {@code least}, that hold a share of the variance; all if they do not. */
        int count(double share, int least) {
            int count = Math.min(least, shares.length);
            while (count < shares.length && explained(count) < share) {
                count++;
            }
            return count;
        }

        /** The first directions. */
        double[][] first(int count) {
            return Arrays.copyOf(directions, count);
        }
    }

    /** Up to {@code count} directions after some steps, fewer where the points do not vary in that many. */
    Leading leading(int count, int steps) {
        List<double[]> started = new ArrayList<>();
        for (int direction = 0; direction < count; direction++) {
            started.add(doubles(centred[direction * (rows / count)]));
        }
        double[][] directions = orthonormal(started);
        for (int step = 0; step < steps; step++) {
            List<double[]> multiplied = new ArrayList<>();
            for (double[] direction : directions) {
                multiplied.add(doubles(combine(scores(direction), centred)));
            }
            directions = orthonormal(multiplied);
        }
        return sorted(directions);
    }

    private Leading sorted(double[][] directions) {
        double[] shares = new double[directions.length];
        for (int direction = 0; direction < shares.length; direction++) {
            for (float score : scores(directions[direction])) {
                shares[direction] += (double) score * score;
            }
        }
        int[] order = IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingDouble(direction -> -shares[direction]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Leading(
                Arrays.stream(order).mapToObj(at -> directions[at]).toArray(double[][]::new),
                Arrays.stream(order).mapToDouble(at -> shares[at]).toArray());
    }

    /** The place of each point along a direction. */
    private float[] scores(double[] direction) {
        float[] weights = new float[dimension];
        for (int component = 0; component < dimension; component++) {
            weights[component] = (float) direction[component];
        }
        return combine(weights, components);
    }

    /** Σ weights[i] vectors[i]. */
    private static float[] combine(float[] weights, float[][] vectors) {
        float[] sum = new float[vectors[0].length];
        for (int i = 0; i < vectors.length; i++) {
            add(sum, weights[i], vectors[i]);
        }
        return sum;
    }

    private static void add(float[] sum, float weight, float[] vector) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.fma(weight, vector[i], sum[i]);
        }
    }

    private static double[] doubles(float[] values) {
        double[] copy = new double[values.length];
        Arrays.setAll(copy, i -> values[i]);
        return copy;
    }

    /** By Gram-Schmidt, twice for each vector; without those that depend on earlier ones. */
    private static double[][] orthonormal(List<double[]> vectors) {
        List<double[]> found = new ArrayList<>();
        for (double[] vector : vectors) {
            double before = Math.sqrt(product(vector, vector));
            for (int round = 0; round < 2; round++) {
                for (double[] other : found) {
                    subtract(vector, product(vector, other), other);
                }
            }
            double length = Math.sqrt(product(vector, vector));
            if (length > DEPENDENT * before) {
                for (int component = 0; component < vector.length; component++) {
                    vector[component] /= length;
                }
                found.add(vector);
            }
        }
        return found.toArray(double[][]::new);
    }

    private static double product(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum = Math.fma(left[i], right[i], sum);
        }
        return sum;
    }

    private static void subtract(double[] vector, double weight, double[] other) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Math.fma(-weight, other[i], vector[i]);
        }
    }
}
