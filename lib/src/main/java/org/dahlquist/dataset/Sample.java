package org.dahlquist.dataset;

/**
 * One labelled image.
 *
 * @param id unique in the dataset; training samples come first, test samples continue after the last of them
 * @param label class index, from 0
 * @param image unsigned bytes, CHW; owned by the sample
 */
public record Sample(long id, int label, byte[] image) {}
