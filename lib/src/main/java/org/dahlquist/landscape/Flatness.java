package org.dahlquist.landscape;

import java.util.Optional;

/**
 * How flat the undeformed loss is around a trained network.
 *
 * @param centre loss and accuracy of the network itself on the samples
 * @param sharpness ε-sharpness in inference mode
 * @param spectrum largest eigenvalues of the training loss' Hessian; empty if they weren't asked for
 */
public record Flatness(PointLoss centre, Sharpness sharpness, Optional<Spectrum> spectrum) {}
