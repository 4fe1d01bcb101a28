package org.dahlquist.dataset;

import java.io.Serializable;
import org.dahlquist.DahlquistException;

/**
 * Shape of one image: channels first (CHW), one byte per value.
 *
 * @param channels number of colour channels, at least 1
 * @param height rows in pixels, at least 1
 * @param width columns in pixels, at least 1
 */
public record ImageShape(int channels, int height, int width) implements Serializable {
    /** Checks that every extent is positive. */
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw DahlquistException.data(
                    "an image has at least one channel, row and column, but the shape is %d x %d x %d",
                    channels, height, width);
        }
    }

    /** Values in one image, which is also its size in bytes: channels · height · width. */
    public int size() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }
}
