package org.dahlquist.graph;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link SquaredDistance} by SIMD, to the last bit. */
final class VectorDistance {
    private static final boolean WIDE = DoubleVector.SPECIES_PREFERRED.length() >= SquaredDistance.LANES;

    private VectorDistance() {}

    /** Σ (x - y)² of the vectors at two offsets; {@code sums} is overwritten, {@code double[LANES]}. */
    static double between(float[] left, int leftOffset, float[] right, int rightOffset, int dimension, double[] sums) {
        int whole = dimension / SquaredDistance.LANES * SquaredDistance.LANES;
        if (WIDE) {
            addEights(left, leftOffset, right, rightOffset, whole, sums);
        } else {
            addFours(left, leftOffset, right, rightOffset, whole, sums);
        }
        return SquaredDistance.finish(sums, left, leftOffset, right, rightOffset, whole, dimension);
    }

    private static void addEights(
            float[] left, int leftOffset, float[] right, int rightOffset, int end, double[] sums) {
        DoubleVector sum = DoubleVector.zero(DoubleVector.SPECIES_512);
        for (int c = 0; c < end; c += 8) {
            DoubleVector difference = load(FloatVector.SPECIES_256, DoubleVector.SPECIES_512, left, leftOffset + c)
                    .sub(load(FloatVector.SPECIES_256, DoubleVector.SPECIES_512, right, rightOffset + c));
            sum = difference.fma(difference, sum);
        }
        sum.intoArray(sums, 0);
    }

    private static void addFours(float[] left, int leftOffset, float[] right, int rightOffset, int end, double[] sums) {
        DoubleVector low = DoubleVector.zero(DoubleVector.SPECIES_256);
        DoubleVector high = low;
        for (int c = 0; c < end; c += 8) {
            DoubleVector first = load(FloatVector.SPECIES_128, DoubleVector.SPECIES_256, left, leftOffset + c)
                    .sub(load(FloatVector.SPECIES_128, DoubleVector.SPECIES_256, right, rightOffset + c));
            low = first.fma(first, low);
            DoubleVector second = load(FloatVector.SPECIES_128, DoubleVector.SPECIES_256, left, leftOffset + c + 4)
                    .sub(load(FloatVector.SPECIES_128, DoubleVector.SPECIES_256, right, rightOffset + c + 4));
            high = second.fma(second, high);
        }
        low.intoArray(sums, 0);
        high.intoArray(sums, 4);
    }

    private static DoubleVector load(
            VectorSpecies<Float> floats, VectorSpecies<Double> doubles, float[] vectors, int offset) {
        return (DoubleVector)
                FloatVector.fromArray(floats, vectors, offset).convertShape(VectorOperators.F2D, doubles, 0);
    }
}
