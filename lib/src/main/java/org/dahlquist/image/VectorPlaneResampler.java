package org.dahlquist.image;

import java.util.Optional;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Row by row in SIMD registers: columns are summed in lanes of 16 bits, the sums of a row, which stay in the cache, in lanes
 * of 32.
 *
 * <p>Lanes are reinterpreted by constant species, as JDK 17 else may look those up and then work outside of registers. Leaves
 * to {@link ScalarPlaneResampler} what its registers are too short for. Keeps its scratch memory.
 */
final class VectorPlaneResampler implements PlaneResampler {
    private static final VectorSpecies<Integer> INTS =
            IntVector.SPECIES_PREFERRED.length() >= 16 ? IntVector.SPECIES_512 : IntVector.SPECIES_256;
    private static final VectorSpecies<Short> SHORTS = INTS.withLanes(short.class);
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Byte.SIZE * INTS.length()));

    private static final LaneSums.Lanes COLUMNS = LaneSums.Lanes.BYTES;
    private static final LaneSums.Lanes ROWS = LaneSums.Lanes.SUMS;
    private static final int COLUMN_SHIFT = COLUMNS.dropped();
    private static final int ROW_SHIFT = ROWS.dropped();

    /** Rows that are copied at a time, few enough for the first-level cache. */
    private static final int BAND_ROWS = 32;

    private final ScalarPlaneResampler scalar = new ScalarPlaneResampler();
    /** Some rows of the plane. */
    private int[] band = {};

    /** Sums of the even columns of one row, and of the odd ones. */
    private short[] even = {};

    private short[] odd = {};

    @Override
    public void resample(Plane plane, SampledAxis down, SampledAxis across, byte[] out, int rowBytes) {
        Optional<VectorTaps> blocks = INTS.length() > IntVector.SPECIES_PREFERRED.length()
                ? Optional.empty()
                : VectorTaps.of(FilterTaps.of(across, plane.width(), ROWS.weightBits()), SHORTS);
        if (blocks.isEmpty()) {
            scalar.resample(plane, down, across, out, rowBytes);
            return;
        }
        FilterTaps taps = FilterTaps.of(down, plane.height(), COLUMNS.weightBits());
        reserve(plane.rowWords(), Math.max(BAND_ROWS, taps.taps()));
        int end = 0;
        int begin = 0;
        for (int y = 0; y < down.outputs(); y++) {
            int first = taps.first()[y];
            if (first + taps.taps() > end) {
                begin = first;
                end = Math.min(plane.height(), first + Math.max(BAND_ROWS, taps.taps()));
                plane.words().get(begin * plane.rowWords(), band, 0, (end - begin) * plane.rowWords());
            }
            sumColumns(band, (first - begin) * plane.rowWords(), plane.rowWords(), taps, y);
            sumRow(blocks.get(), out, y * rowBytes);
        }
    }

    /** Room for rows and for the sums of one, and to read a register behind them. */
    private void reserve(int rowWords, int bandRows) {
        int sums = 2 * rowWords + 2 * SHORTS.length();
        if (even.length < sums) {
            even = new short[sums];
            odd = new short[sums];
        }
        int words = bandRows * rowWords + INTS.length();
        if (band.length < words) {
            band = new int[words];
        }
    }

    private void sumColumns(int[] rows, int first, int rowWords, FilterTaps taps, int y) {
        for (int i = 0; i < rowWords; i += INTS.length()) {
            ShortVector evens = ShortVector.broadcast(SHORTS, 1 << COLUMN_SHIFT - 1);
            ShortVector odds = evens;
            int at = first + i;
            for (int tap = y * taps.taps(); tap < (y + 1) * taps.taps(); tap++) {
                ShortVector weight = ShortVector.broadcast(SHORTS, (short) taps.weights()[tap]);
                ShortVector row =
                        (ShortVector) IntVector.fromArray(INTS, rows, at).reinterpretShape(SHORTS, 0);
                evens = evens.add(row.and((short) 0xFF).mul(weight));
                odds = odds.add(row.lanewise(VectorOperators.LSHR, Byte.SIZE).mul(weight));
                at += rowWords;
            }
            evens.lanewise(VectorOperators.LSHR, COLUMN_SHIFT).intoArray(even, 2 * i);
            odds.lanewise(VectorOperators.LSHR, COLUMN_SHIFT).intoArray(odd, 2 * i);
        }
    }

    private void sumRow(VectorTaps blocks, byte[] out, int offset) {
        for (int block = 0; block < blocks.blocks(); block++) {
            int start = blocks.start()[block];
            IntVector sum = IntVector.broadcast(INTS, 1 << ROW_SHIFT - 1);
            sum = add(sum, ShortVector.fromArray(SHORTS, even, start), blocks, 2 * block * blocks.pairs());
            sum = add(sum, ShortVector.fromArray(SHORTS, odd, start), blocks, (2 * block + 1) * blocks.pairs());
            ((ByteVector) sum.lanewise(VectorOperators.LSHR, ROW_SHIFT).convertShape(VectorOperators.I2B, BYTES, 0))
                    .intoArray(out, offset + blocks.output()[block]);
        }
    }

    private static IntVector add(IntVector start, ShortVector sums, VectorTaps blocks, int from) {
        IntVector sum = start;
        for (int pair = from; pair < from + blocks.pairs(); pair++) {
            IntVector two = (IntVector) sums.rearrange(blocks.places()[pair]).reinterpretShape(INTS, 0);
            sum = sum.add(two.and(0xFFFF).mul(IntVector.fromArray(INTS, blocks.weights(), 2 * pair * INTS.length())))
                    .add(two.lanewise(VectorOperators.LSHR, Short.SIZE)
                            .mul(IntVector.fromArray(INTS, blocks.weights(), (2 * pair + 1) * INTS.length())));
        }
        return sum;
    }
}
