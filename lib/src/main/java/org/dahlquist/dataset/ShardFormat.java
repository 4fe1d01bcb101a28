package org.dahlquist.dataset;

import java.io.Serializable;

/**
 * What the rows of an image shard look like.
 *
 * @param encoding raw pixels or JPEG
 * @param shape shape of every raw image; of JPEG images the shorter side
 * @param presenceSize number of classes if an image may show several, else 0
 */
public record ShardFormat(Manifest.Encoding encoding, ImageShape shape, int presenceSize) implements Serializable {
    private static final int RAW_BATCH_BYTES = 1 << 24;
    private static final int JPEG_BATCH_ROWS = 32;

    /** Raw images of one class each, as of all datasets that are no image files. */
    static ShardFormat raw(ImageShape shape) {
        return new ShardFormat(Manifest.Encoding.RAW, shape, 0);
    }

    /** Rows in a record batch: what a reader of one image has to load at most, about 1 to 16 MB. */
    int batchRows() {
        return encoding == Manifest.Encoding.JPEG
                ? JPEG_BATCH_ROWS
                : Math.max(1, Math.min(ArrowFiles.BATCH_ROWS, RAW_BATCH_BYTES / shape.size()));
    }
}
