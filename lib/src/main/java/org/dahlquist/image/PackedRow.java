package org.dahlquist.image;

/**
 * Rows of RGB pixels as one long each, three lanes of 21 bits, so that one multiplication weights all three channels.
 *
 * <p>A lane holds sums up to 255 times 2¹³ and half of that unit for rounding, and never carries into the next one.
 */
final class PackedRow {
    /** Binary places of weights by which whole pixels may be multiplied. */
    static final int BITS = 13;

    /** Binary places that a weighted sum keeps for the second pass. */
    static final int FRACTION = 2;

    private static final int LANE = 21;
    private static final long ONES = 1L | 1L << LANE | 1L << 2 * LANE;
    private static final int DROPPED = BITS - FRACTION;
    private static final long KEPT = ONES * ((1 << Byte.SIZE + FRACTION) - 1);

    private PackedRow() {}

    /** Packs {@code row.length} pixels of three bytes. */
    static void pack(byte[] pixels, int offset, long[] row) {
        int at = offset;
        for (int x = 0; x < row.length; x++) {
            row[x] = (pixels[at] & 0xFFL) | (pixels[at + 1] & 0xFFL) << LANE | (pixels[at + 2] & 0xFFL) << 2 * LANE;
            at += RgbImage.CHANNELS;
        }
    }

    /** Sets {@code sums} to the weighted row. */
    static void weight(long[] row, long weight, long[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] = row[x] * weight;
        }
    }

    /** Adds the weighted row to {@code sums}. */
    static void add(long[] row, long weight, long[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += row[x] * weight;
        }
    }

    /** Rounds sums of weight 1 to {@link #FRACTION} binary places. */
    static void round(long[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] = (sums[x] + (ONES << DROPPED - 1)) >>> DROPPED & KEPT;
        }
    }

    /** Scales a rounded row and writes its pixels as three bytes each. */
    static void scale(long[] row, FilterTaps across, byte[] out, int offset) {
        if (across.taps() == 3) {
            scaleByThree(row, across, out, offset);
        } else {
            int[] weights = across.weights();
            int tap = 0;
            for (int i = 0; i < across.first().length; i++) {
                int from = across.first()[i];
                long sum = 0;
                for (int j = from; j < from + across.taps(); j++) {
                    sum += row[j] * weights[tap++];
                }
                write(sum, out, offset + RgbImage.CHANNELS * i);
            }
        }
    }

    /** The usual number of taps, up to half as many inputs again as outputs; without an inner loop it takes 1/3 less. */
    private static void scaleByThree(long[] row, FilterTaps across, byte[] out, int offset) {
        int[] first = across.first();
        int[] weights = across.weights();
        int tap = 0;
        for (int i = 0; i < first.length; i++) {
            int from = first[i];
            long sum = row[from] * weights[tap] + row[from + 1] * weights[tap + 1] + row[from + 2] * weights[tap + 2];
            write(sum, out, offset + RgbImage.CHANNELS * i);
            tap += 3;
        }
    }

    private static void write(long sum, byte[] out, int offset) {
        long rounded = sum + (ONES << BITS - 1);
        out[offset] = (byte) (rounded >>> BITS);
        out[offset + 1] = (byte) (rounded >>> LANE + BITS);
        out[offset + 2] = (byte) (rounded >>> 2 * LANE + BITS);
    }
}
