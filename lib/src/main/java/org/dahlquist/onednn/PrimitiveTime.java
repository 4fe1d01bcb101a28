package org.dahlquist.onednn;

/**
 * What one primitive of a compiled network took.
 *
 * @param layer name of the network's vertex it works for
 * @param what what it computes, such as {@code forward} or {@code backward-weights}
 * @param implementation oneDNN's name of the kernel
 * @param seconds time of one execution
 * @param flops multiplications and additions of the direct algorithm; 0 where only memory counts
 * @param bytes bytes of all arguments, each counted once
 */
public record PrimitiveTime(String layer, String what, String implementation, double seconds, long flops, long bytes) {}
