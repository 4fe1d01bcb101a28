package org.dahlquist.image;

/**
 * A rectangle of a picture, in pixels.
 *
 * @param top first row
 * @param left first column
 * @param height rows
 * @param width columns
 */
record CropBox(int top, int left, int height, int width) {}
