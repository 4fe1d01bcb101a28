package org.dahlquist.onednn;

/** Number type of activations, weights and their products inside a compiled network; sums are float32 in both. */
public enum Precision {
    /** 24-bit mantissa. */
    FLOAT32,
    /** 8-bit mantissa, float32's range; parameters, gradients of parameters and statistics stay float32. */
    BFLOAT16
}
