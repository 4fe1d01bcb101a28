package org.dahlquist.dataset;

/**
 * One row of an image shard.
 *
 * @param id unique in the dataset; training images come first
 * @param label class index, −1 if the image may show several classes
 * @param presence for each class 1 present, 0 absent, {@link ImageEntry#DIFFICULT}; empty if an image shows one class
 * @param image raw pixels, unsigned bytes in CHW order, or a JPEG file; owned by the row
 */
public record ShardRow(long id, int label, byte[] presence, byte[] image) {}
