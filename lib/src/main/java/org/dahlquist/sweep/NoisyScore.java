package org.dahlquist.sweep;

import java.io.Serializable;

/**
 * How a network does on noisy images.
 *
 * @param noise kind and level, as in "randn 0.04"
 * @param test accuracy on the test part
 * @param train accuracy on the training part; null if that wasn't asked for
 */
public record NoisyScore(String noise, double test, Double train) implements Serializable {}
