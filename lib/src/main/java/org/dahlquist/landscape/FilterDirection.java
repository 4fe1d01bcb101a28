package org.dahlquist.landscape;

import java.util.SplittableRandom;

/**
 * Random directions in parameter space whose filters are as long as the model's: d_f ← g_f·‖w_f‖/‖g_f‖ for each filter
 * f, g standard Gaussian.
 *
 * <p>So a step t changes every filter by the same fraction, and networks whose filters differ in scale can be compared.
 * Biases and the parameters of batch normalisation have no part in it ({@code ignore=biasbn} of the official code), nor
 * have running statistics. Reference: Li et al., "Visualizing the Loss Landscape of Neural Nets", NeurIPS 2018, section 4.
 */
public final class FilterDirection {
    private FilterDirection() {}

    /**
     * Draws a direction.
     *
     * @param layout where the filters are
     * @param model the flat parameters of the model, {@code float[layout.length()]}
     * @param seed decides the direction; the same Gaussian numbers for every model of this layout
     * @return {@code float[layout.length()]}, zero outside of filters
     */
    public static float[] random(ParameterLayout layout, float[] model, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] direction = new float[layout.length()];
        for (ParameterLayout.Range filter : layout.filters()) {
            double[] gaussian = new double[filter.length()];
            double squares = 0;
            double modelSquares = 0;
            for (int i = 0; i < gaussian.length; i++) {
                gaussian[i] = random.nextGaussian();
                squares += gaussian[i] * gaussian[i];
                double weight = model[filter.start() + i];
                modelSquares += weight * weight;
            }
            double scale = Math.sqrt(modelSquares / squares);
            for (int i = 0; i < gaussian.length; i++) {
                direction[filter.start() + i] = (float) (scale * gaussian[i]);
            }
        }
        return direction;
    }
}
