package org.dahlquist.onednn;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * 3×3 convolutions with stride 1, padding 1 and as many output as input channels, of images in blocks of 16 channels:
 * float32 values [n, channels / 16, height, width, 16].
 *
 * <p>Winograd's minimal algorithm takes a quarter of the multiplications of the direct one. oneDNN has it too, but only
 * slow for 16 channels. One thread at a time.
 */
interface WinogradConvolution {
    /** Channels of a block. */
    int BLOCK = 16;

    /** Name of the algorithm in profiles. */
    String NAME = "winograd_4x4:java";

    /** Weights in the form that {@link #convolve} takes. */
    final class Filter {
        final float[] values;

        Filter(int length) {
            values = new float[length];
        }
    }

    /**
     * Convolutions of images of a size; empty where rows of 4×4 tiles don't divide into strips of 16, or this JVM has no
     * AVX-512 or not the module {@code jdk.incubator.vector}.
     */
    static Optional<WinogradConvolution> of(int channels, int height, int width) {
        boolean fits = channels % BLOCK == 0 && height % 4 == 0 && width % 4 == 0 && 64 % width == 0;
        if (!fits || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Optional.empty();
        }
        try {
            WinogradConvolution vector = (WinogradConvolution) Class.forName("org.dahlquist.onednn.VectorWinograd")
                    .getDeclaredConstructor(int.class, int.class, int.class)
                    .newInstance(channels, height, width);
            return vector.isFast() ? Optional.of(vector) : Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the vector kernel is not in this jar", e);
        }
    }

    /** Whether a vector register holds a block of channels. */
    boolean isFast();

    /** A filter to fill. */
    Filter filter();

    /**
     * Fills the filter of a convolution.
     *
     * @param weights [out, in, 3, 3]
     * @param factor multiplies them
     */
    void prepare(FloatBuffer weights, float factor, Filter filter);

    /** Fills the filter of a convolution's input gradient, in which the weights are mirrored and in and out change places. */
    void prepareMirrored(FloatBuffer weights, float factor, Filter filter);

    /**
     * Convolves images.
     *
     * @param source [images, channels / 16, height, width, 16]
     * @param destination of the same shape; overwritten
     */
    void convolve(Filter filter, FloatBuffer source, FloatBuffer destination, int images);

    /**
     * The gradient of a convolution's weights.
     *
     * @param source what was convolved
     * @param gradient gradient of the result
     * @param factor multiplies what is written
     * @param weights [out, in, 3, 3]; overwritten
     */
    void weightGradient(FloatBuffer source, FloatBuffer gradient, int images, float factor, FloatBuffer weights);
}
