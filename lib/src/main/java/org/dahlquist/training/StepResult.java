package org.dahlquist.training;

/**
 * What one training step saw.
 *
 * @param loss mean cross-entropy of the minibatch, before the step
 * @param correct samples whose largest output was their label's, before the step
 * @param samples samples in the minibatch
 */
public record StepResult(double loss, int correct, int samples) {}
