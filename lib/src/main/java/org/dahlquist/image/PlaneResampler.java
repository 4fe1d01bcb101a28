package org.dahlquist.image;

import java.util.Optional;
import org.dahlquist.SimdModule;

/**
 * Scales planes with the weights of {@link FilterTaps}: columns first, then rows.
 *
 * <p>Between the two 10 bits are kept of each value, as in {@link Resampler}. All is whole numbers, so that all
 * implementations make the same bytes. Not thread-safe.
 */
interface PlaneResampler {
    /** Rows and, behind them, bytes that {@link #resample} may overwrite after the last row. */
    int SPARE_ROWS = 3;

    int SPARE_BYTES = 16;

    /** A new one of the fastest kind that this JVM has. */
    static PlaneResampler fastest() {
        Optional<PlaneResampler> vector =
                SimdModule.instance(PlaneResampler.class, "org.dahlquist.image.VectorPlaneResampler");
        return vector.orElseGet(ScalarPlaneResampler::new);
    }

    /**
     * Scales a plane.
     *
     * @param plane what to scale
     * @param down which rows make a row of the result
     * @param across which columns make a column of the result
     * @param out receives the rows, {@link #room} bytes
     * @param rowBytes bytes of a row of the result, a multiple of four
     */
    void resample(Plane plane, SampledAxis down, SampledAxis across, byte[] out, int rowBytes);

    /** Bytes of a buffer for a result: some more than its own, as registers are written whole. */
    static int room(int rows, int rowBytes) {
        return rowBytes * (rows + SPARE_ROWS) + SPARE_BYTES;
    }
}
