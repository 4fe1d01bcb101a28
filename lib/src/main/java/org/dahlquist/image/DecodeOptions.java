package org.dahlquist.image;

import java.io.Serializable;
import org.dahlquist.DahlquistException;

/**
 * How to decode an image file.
 *
 * @param shorterSide length in pixels that the shorter side needs to keep: a codec may decode at a smaller scale as long
 *     as it does; {@link #FULL_SIZE} decodes every pixel
 * @param applyExifOrientation whether to turn a JPEG upright as its EXIF header says; training on ImageNet ignores it
 * @param maxPixels most pixels that a file's header may claim; larger images are refused before memory is taken for them
 */
public record DecodeOptions(int shorterSide, boolean applyExifOrientation, long maxPixels) implements Serializable {
    /** Shorter side that no scale keeps. */
    public static final int FULL_SIZE = Integer.MAX_VALUE;

    /** Pixels whose RGB bytes an array still holds. */
    static final long MOST_PIXELS = Integer.MAX_VALUE / RgbImage.CHANNELS - 8;

    /** Checks that the limits allow an image. */
    public DecodeOptions {
        if (shorterSide < 1 || maxPixels < 1 || maxPixels > MOST_PIXELS) {
            throw DahlquistException.config(
                    "decoding needs a shorter side of 1 or more and 1 to %,d pixels, but they are %d and %,d",
                    MOST_PIXELS, shorterSide, maxPixels);
        }
    }

    /** Every pixel of images of at most so many, as stored. */
    public static DecodeOptions fullSize(long maxPixels) {
        return new DecodeOptions(FULL_SIZE, false, maxPixels);
    }

    /** Refuses an image of too many pixels. */
    void check(long width, long height) throws BadImageException {
        if (width * height > maxPixels) {
            throw new BadImageException(
                    BadImageException.Reason.TOO_LARGE,
                    "has %,d x %,d pixels, but %,d are allowed",
                    width,
                    height,
                    maxPixels);
        }
    }
}
