package org.dahlquist.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * Sums columns first, then, transposed, rows in the same way, in lanes of ints.
 *
 * <p>Keeps its scratch memory.
 */
final class ScalarPlaneResampler implements PlaneResampler {
    /** Bytes of an int, and so the rows and columns that are transposed together. */
    private static final int FOUR = 4;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LOW = 0xFFFF;
    private static final int HIGH = 0xFFFF0000;

    private final LaneSums columns = new LaneSums(LaneSums.Lanes.BYTES);
    private final LaneSums rows = new LaneSums(LaneSums.Lanes.SUMS);
    /** Scaled columns, one after the other, two values in an int. */
    private int[] transposed = {};

    /** Four sums in the making, of rows, then of columns: their lower and their upper lanes. */
    private int[][] lower = new int[FOUR][0];

    private int[][] upper = new int[FOUR][0];

    @Override
    public void resample(Plane plane, SampledAxis down, SampledAxis across, byte[] out, int rowBytes) {
        int pairs = (down.outputs() + FOUR - 1) / FOUR * 2;
        // Odd, as a power of two would have all columns meet in the same lines of the cache.
        int columnWords = pairs | 1;
        scaleColumns(plane, down, columnWords);
        IntBuffer columnPairs = IntBuffer.wrap(transposed);
        FilterTaps taps = FilterTaps.of(across, plane.width(), LaneSums.Lanes.SUMS.weightBits());
        rows.start(pairs, taps.taps());
        reserve(pairs);
        for (int x = 0; x < across.outputs(); x += FOUR) {
            for (int i = 0; i < FOUR; i++) {
                int column = Math.min(x + i, across.outputs() - 1);
                rows.sum(columnPairs, columnWords, taps, column, lower[i], upper[i]);
            }
            writeRows(out, x, rowBytes);
        }
    }

    private void scaleColumns(Plane plane, SampledAxis down, int columnWords) {
        int words = (plane.width() + FOUR - 1) / FOUR;
        FilterTaps taps = FilterTaps.of(down, plane.height(), LaneSums.Lanes.BYTES.weightBits());
        columns.start(words, taps.taps());
        reserve(words);
        if (transposed.length < FOUR * words * columnWords) {
            transposed = new int[FOUR * words * columnWords];
        }
        for (int y = 0; y < down.outputs(); y += FOUR) {
            for (int i = 0; i < FOUR; i++) {
                int row = Math.min(y + i, down.outputs() - 1);
                columns.sum(plane.words(), plane.rowWords(), taps, row, lower[i], upper[i]);
            }
            transpose(lower, 0, y / 2, columnWords);
            transpose(upper, 1, y / 2, columnWords);
        }
    }

    private void reserve(int words) {
        if (lower[0].length != words) {
            lower = new int[FOUR][words];
            upper = new int[FOUR][words];
        }
    }

    /**
     * Puts four rows into two columns of the transposed plane.
     *
     * @param sums of bytes 0 and 2 of each word, or of bytes 1 and 3
     * @param firstByte 0 or 1
     */
    private void transpose(int[][] sums, int firstByte, int pair, int columnWords) {
        int[] a = sums[0];
        int[] b = sums[1];
        int[] c = sums[2];
        int[] d = sums[3];
        int at = firstByte * columnWords + pair;
        for (int i = 0; i < a.length; i++) {
            transposed[at] = a[i] & LOW | b[i] << Short.SIZE;
            transposed[at + 1] = c[i] & LOW | d[i] << Short.SIZE;
            transposed[at + 2 * columnWords] = a[i] >>> Short.SIZE | b[i] & HIGH;
            transposed[at + 2 * columnWords + 1] = c[i] >>> Short.SIZE | d[i] & HIGH;
            at += FOUR * columnWords;
        }
    }

    /** Writes four columns, four bytes of a row at a time. */
    private void writeRows(byte[] out, int column, int rowBytes) {
        for (int i = 0; i < FOUR; i++) {
            join(lower[i], upper[i]);
        }
        int[] a = lower[0];
        int[] b = lower[1];
        int[] c = lower[2];
        int[] d = lower[3];
        int at = column;
        for (int i = 0; i < a.length; i++) {
            int left = a[i] | b[i] << Byte.SIZE;
            int right = c[i] | d[i] << Byte.SIZE;
            WORDS.set(out, at, left & LOW | right << Short.SIZE);
            WORDS.set(out, at + rowBytes, left >>> Short.SIZE | right & HIGH);
            at += 2 * rowBytes;
        }
    }

    private static void join(int[] low, int[] high) {
        for (int i = 0; i < low.length; i++) {
            low[i] |= high[i] << Short.SIZE;
        }
    }
}
