package org.dahlquist.image;

import java.nio.IntBuffer;

/**
 * One component of a picture.
 *
 * @param width columns
 * @param height rows
 * @param rowWords ints of a row, {@code ceil(width / 4)} or more
 * @param words rows of unsigned bytes, four in an int, the first one lowest; a buffer that may be longer
 */
record Plane(int width, int height, int rowWords, IntBuffer words) {}
