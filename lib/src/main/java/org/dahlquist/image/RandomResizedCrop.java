package org.dahlquist.image;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.dahlquist.DahlquistException;

/**
 * Rectangles of random area and aspect, as torchvision's {@code RandomResizedCrop} draws them.
 *
 * <p>Area: uniform between two fractions of the picture's; aspect (width / height): the logarithm uniform. Ten tries for a
 * rectangle that fits, which then lies anywhere; after them the largest centred one whose aspect is allowed. Reference:
 * Szegedy et al., "Going Deeper with Convolutions", CVPR 2015, section 6.
 *
 * @param leastArea smallest fraction of the area, above 0
 * @param mostArea largest fraction of the area, at most 1
 * @param leastAspect smallest width over height, above 0
 * @param mostAspect largest width over height
 */
public record RandomResizedCrop(double leastArea, double mostArea, double leastAspect, double mostAspect)
        implements Serializable {
    private static final int TRIES = 10;

    /** Checks the ranges. */
    public RandomResizedCrop {
        boolean area = 0 < leastArea && leastArea <= mostArea && mostArea <= 1;
        if (!area || !(0 < leastAspect && leastAspect <= mostAspect)) {
            throw DahlquistException.config(
                    "a random crop needs an area range in (0, 1] and an aspect range above 0, but has [%s, %s] and"
                            + " [%s, %s]",
                    leastArea, mostArea, leastAspect, mostAspect);
        }
    }

    /** Draws a rectangle of a picture. */
    CropBox draw(int width, int height, SplittableRandom random) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            double area = (double) width * height * between(leastArea, mostArea, random.nextDouble());
            double aspect = Math.exp(between(Math.log(leastAspect), Math.log(mostAspect), random.nextDouble()));
            int cropWidth = (int) Math.rint(Math.sqrt(area * aspect));
            int cropHeight = (int) Math.rint(Math.sqrt(area / aspect));
            if (cropWidth > 0 && cropWidth <= width && cropHeight > 0 && cropHeight <= height) {
                int top = random.nextInt(height - cropHeight + 1);
                int left = random.nextInt(width - cropWidth + 1);
                return new CropBox(top, left, cropHeight, cropWidth);
            }
        }
        return centred(width, height);
    }

    private CropBox centred(int width, int height) {
        double aspect = (double) width / height;
        int cropWidth = width;
        int cropHeight = height;
        if (aspect < leastAspect) {
            cropHeight = Math.max(1, (int) Math.rint(width / leastAspect));
        } else if (aspect > mostAspect) {
            cropWidth = Math.max(1, (int) Math.rint(height * mostAspect));
        }
        return new CropBox((height - cropHeight) / 2, (width - cropWidth) / 2, cropHeight, cropWidth);
    }

    private static double between(double low, double high, double fraction) {
        return low + (high - low) * fraction;
    }
}
