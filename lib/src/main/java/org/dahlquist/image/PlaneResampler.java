package org.dahlquist.image;

/**
 * Scales planes with the weights of {@link FilterTaps}: columns first, then, transposed, rows in the same way.
 *
 * <p>Between the two 10 bits are kept of each value, as in {@link Resampler}. Keeps its scratch memory; not thread-safe.
 */
final class PlaneResampler {
    private static final int LOW = 0xFFFF;
    private static final int HIGH = 0xFFFF0000;

    private final LaneSums columns = new LaneSums(LaneSums.Lanes.BYTES);
    private final LaneSums rows = new LaneSums(LaneSums.Lanes.SUMS);
    /** Scaled columns, one after the other, two values in an int. */
    private int[] transposed = {};

    /** Four scaled rows' columns, two bytes in an int. */
    private int[][] quartet = new int[4][0];

    /**
     * Scales a plane.
     *
     * @param plane what to scale
     * @param down which rows make a row of the result
     * @param across which columns make a column of the result
     * @param out receives the rows, as in a {@link Plane}, and one more if their number is odd
     * @param rowWords ints of a row of the result, a quarter of its columns, rounded up
     */
    void resample(Plane plane, SampledAxis down, SampledAxis across, int[] out, int rowWords) {
        int pairs = (down.outputs() + 1) / 2;
        // Odd, as a power of two would have all columns meet in the same lines of the cache.
        int columnWords = pairs | 1;
        scaleColumns(plane, down, columnWords);
        FilterTaps taps = FilterTaps.of(across, plane.width(), LaneSums.Lanes.SUMS.weightBits());
        rows.start(pairs, taps.taps());
        if (quartet[0].length != pairs) {
            quartet = new int[4][pairs];
        }
        for (int x = 0; x < across.outputs(); x += 4) {
            for (int i = 0; i < 4; i++) {
                rows.sum(transposed, columnWords, taps, Math.min(x + i, across.outputs() - 1));
                join(rows.lower(), rows.upper(), quartet[i]);
            }
            writeRows(out, x / 4, rowWords);
        }
    }

    private void scaleColumns(Plane plane, SampledAxis down, int columnWords) {
        int words = (plane.width() + 3) / 4;
        FilterTaps taps = FilterTaps.of(down, plane.height(), LaneSums.Lanes.BYTES.weightBits());
        columns.start(words, taps.taps());
        if (transposed.length < 4 * words * columnWords) {
            transposed = new int[4 * words * columnWords];
        }
        int[] even = new int[words];
        int[] odd = new int[words];
        for (int y = 0; y < down.outputs(); y += 2) {
            columns.sum(plane.words(), plane.rowWords(), taps, y);
            System.arraycopy(columns.lower(), 0, even, 0, words);
            System.arraycopy(columns.upper(), 0, odd, 0, words);
            columns.sum(plane.words(), plane.rowWords(), taps, Math.min(y + 1, down.outputs() - 1));
            transpose(even, odd, columns.lower(), columns.upper(), y / 2, columnWords);
        }
    }

    /** Puts two rows, bytes 0 and 2 of each word apart from 1 and 3, into column {@code pair} of the transposed plane. */
    private void transpose(int[] even, int[] odd, int[] nextEven, int[] nextOdd, int pair, int columnWords) {
        int at = pair;
        for (int i = 0; i < even.length; i++) {
            transposed[at] = even[i] & LOW | nextEven[i] << Short.SIZE;
            transposed[at + columnWords] = odd[i] & LOW | nextOdd[i] << Short.SIZE;
            transposed[at + 2 * columnWords] = even[i] >>> Short.SIZE | nextEven[i] & HIGH;
            transposed[at + 3 * columnWords] = odd[i] >>> Short.SIZE | nextOdd[i] & HIGH;
            at += 4 * columnWords;
        }
    }

    private static void join(int[] lower, int[] upper, int[] joined) {
        for (int i = 0; i < joined.length; i++) {
            joined[i] = lower[i] | upper[i] << Short.SIZE;
        }
    }

    /** Writes four columns as one column of words. */
    private void writeRows(int[] out, int column, int rowWords) {
        int[] a = quartet[0];
        int[] b = quartet[1];
        int[] c = quartet[2];
        int[] d = quartet[3];
        int at = column;
        for (int i = 0; i < a.length; i++) {
            int left = a[i] | b[i] << Byte.SIZE;
            int right = c[i] | d[i] << Byte.SIZE;
            out[at] = left & LOW | right << Short.SIZE;
            out[at + rowWords] = left >>> Short.SIZE | right & HIGH;
            at += 2 * rowWords;
        }
    }
}
