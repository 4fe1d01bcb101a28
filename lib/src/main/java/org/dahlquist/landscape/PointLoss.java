package org.dahlquist.landscape;

import java.io.Serializable;

/**
 * What a network with the parameters of one point makes of some samples.
 *
 * @param loss mean undeformed cross-entropy, each sample's capped at 87.3 (the least normal float32 probability); NaN
 *     where activations overflow
 * @param top1 fraction of samples classified rightly
 */
public record PointLoss(double loss, double top1) implements Serializable {}
