package org.dahlquist.image;

import java.util.Optional;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Weights along a row for SIMD registers: outputs in blocks of one register of ints, whose inputs lie in two registers of
 * 16-bit lanes, one of even and one of odd columns.
 *
 * <p>Inputs are taken in pairs, one in the lower and one in the upper half of the output's int.
 *
 * @param blocks number of blocks
 * @param output first output of each block, and at last the end
 * @param start first input of each block among the even and among the odd columns
 * @param pairs pairs of even inputs that an output takes, and of odd ones
 * @param places {@code [blocks][even, odd][pairs]}: places of both inputs of all outputs in the register
 * @param weights {@code int[blocks][even, odd][pairs][lower, upper][outputs]}
 */
record VectorTaps(int blocks, int[] output, int[] start, int pairs, VectorShuffle<Short>[] places, int[] weights) {
    /**
     * Arranges taps.
     *
     * @param taps weights of each output
     * @param species of the inputs, of twice as many lanes as there are outputs in a block
     * @return empty if an output has more taps than two registers have lanes
     */
    static Optional<VectorTaps> of(FilterTaps taps, VectorSpecies<Short> species) {
        if (taps.taps() >= 2 * species.length()) {
            return Optional.empty();
        }
        int outputs = taps.first().length;
        int[] output = new int[outputs + 1];
        int[] start = new int[outputs];
        int blocks = 0;
        while (output[blocks] < outputs) {
            start[blocks] = taps.first()[output[blocks]] / 2;
            int inputEnd = 2 * (start[blocks] + species.length());
            output[blocks + 1] = end(taps, output[blocks], inputEnd, species.length() / 2);
            blocks++;
        }
        // Of the taps of an output every other one is even.
        int pairs = (taps.taps() + 3) / 4;
        int[] weights = new int[blocks * 2 * pairs * species.length()];
        VectorShuffle<Short>[] places = places(blocks * 2 * pairs);
        int[] place = new int[species.length()];
        for (int i = 0; i < places.length; i++) {
            int block = i / (2 * pairs);
            int parity = i / pairs % 2;
            for (int x = output[block]; x < output[block + 1]; x++) {
                // The first input of the output's, of that parity, in this pair.
                int column = taps.first()[x] + (taps.first()[x] + parity) % 2 + 4 * (i % pairs);
                for (int half = 0; half < 2; half++, column += 2) {
                    int tap = column - taps.first()[x];
                    boolean taken = tap < taps.taps();
                    int lane = x - output[block];
                    place[2 * lane + half] = taken ? column / 2 - start[block] : 0;
                    weights[(2 * i + half) * species.length() / 2 + lane] =
                            taken ? taps.weights()[x * taps.taps() + tap] : 0;
                }
            }
            places[i] = VectorShuffle.fromArray(species, place, 0);
        }
        return Optional.of(new VectorTaps(blocks, output, start, pairs, places, weights));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
    private static VectorShuffle<Short>[] places(int count) {
        return new VectorShuffle[count];
    }

    /** End of a block of at most so many outputs, whose inputs end before a given one. */
    private static int end(FilterTaps taps, int from, int inputEnd, int most) {
        int end = from + 1;
        while (end < Math.min(taps.first().length, from + most) && taps.first()[end] + taps.taps() <= inputEnd) {
            end++;
        }
        return end;
    }
}
