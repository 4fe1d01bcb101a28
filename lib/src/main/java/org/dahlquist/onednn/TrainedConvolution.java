package org.dahlquist.onednn;

/** The steps that a convolution adds to the tape of a training pass. */
interface TrainedConvolution {
    /** Adds the convolution of its source. */
    Tensor forward();

    /**
     * Adds the weight gradient, written to the flat vector.
     *
     * @param gradient gradient of the output, before the factor
     * @param factor multiplies it
     * @param flat [out, in, k, k], float32
     */
    void backwardWeights(Tensor gradient, float factor, Tensor flat);

    /** Adds the input gradient: factor · (gradient of the output, back through the weights). */
    Tensor backwardData(Tensor gradient, float factor);
}
