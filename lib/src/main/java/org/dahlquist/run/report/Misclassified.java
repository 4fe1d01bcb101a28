package org.dahlquist.run.report;

/**
 * One test image that the network's softmax got wrong.
 *
 * @param id the sample's id
 * @param label index of its true class
 * @param predicted index of the class it was given
 * @param probability softmax probability of the predicted class, from 0 to 1
 * @param image the raw image, uint8 in CHW layout; the caller keeps it and must not change it
 */
public record Misclassified(long id, int label, int predicted, double probability, byte[] image) {}
