package org.dahlquist.cluster.preparation;

import java.util.Locale;
import org.dahlquist.dataset.ImageFiles;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.ShardFormat;
import org.dahlquist.image.ImageConversion;
import org.dahlquist.run.ImageFilesConfig;

/** From the settings of a run to those of the conversion of its images. */
final class Conversions {
    private static final int COLOURS = 3;

    private Conversions() {}

    static ImageConversion.Settings of(ImageFilesConfig config, ImageFiles files) {
        ImageShape shape = new ImageShape(COLOURS, config.imageSize(), config.imageSize());
        int presence = files.multiLabel() ? files.classNames().size() : 0;
        return new ImageConversion.Settings(
                new ShardFormat(config.encoding(), shape, presence),
                config.fit() == ImageFilesConfig.Fit.SQUASH,
                config.jpegQuality(),
                config.applyExifOrientation(),
                config.maxPixels(),
                config.codec().name().toLowerCase(Locale.ROOT));
    }
}
