package org.dahlquist.run;

import java.io.Serializable;
import org.dahlquist.dataset.Manifest;

/**
 * How datasets of image files become shards; other datasets do not use it.
 *
 * @param encoding raw pixels or JPEG
 * @param imageSize side of a raw image, or shorter side of a JPEG, in pixels
 * @param fit how a raw image becomes a square
 * @param jpegQuality quality of re-encoded images, 1 to 100
 * @param applyExifOrientation whether to turn an image as its EXIF header says
 * @param maxPixels most pixels an image may claim before it is refused
 * @param codec what decodes and encodes
 * @param shardBytes size of a shard to aim for
 * @param maxBadFraction fraction of a part's files that may be bad
 */
public record ImageFilesConfig(
        Manifest.Encoding encoding,
        int imageSize,
        Fit fit,
        int jpegQuality,
        boolean applyExifOrientation,
        int maxPixels,
        Codec codec,
        int shardBytes,
        double maxBadFraction)
        implements Serializable {
    static ImageFilesConfig read(ConfigReader at) {
        return new ImageFilesConfig(
                at.oneOf("encoding", Manifest.Encoding.class),
                at.intInRange("image-size", 8, 4096),
                at.oneOf("fit", Fit.class),
                at.intInRange("jpeg-quality", 1, 100),
                at.flag("apply-exif-orientation"),
                at.intInRange("max-pixels", 1, 500_000_000),
                at.oneOf("codec", Codec.class),
                at.intInRange("shard-bytes", 1024, Integer.MAX_VALUE),
                at.numberInRange("max-bad-fraction", 0, 1));
    }

    /** How a raw image becomes a square. */
    public enum Fit {
        /** The shorter side is scaled to the size, then the square in the centre is cut out. */
        CROP,
        /** Both sides are scaled to the size. */
        SQUASH
    }

    /** What decodes and encodes images. */
    public enum Codec {
        /** The system's libjpeg-turbo where it is installed, else the one in Java. */
        AUTO,
        /** The system's libjpeg-turbo. */
        TURBOJPEG,
        /** The JDK's own. */
        JAVA
    }
}
