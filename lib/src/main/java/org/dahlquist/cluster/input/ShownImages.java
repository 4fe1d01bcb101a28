package org.dahlquist.cluster.input;

import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.dataset.StoredImages;
import org.dahlquist.robustness.PixelScale;

/** Images of one part as a network sees them, without augmentation, as bytes for people to look at. */
public final class ShownImages {
    private static final int WHITE = 255;

    private final NetworkInput input;
    private final PixelScale scale;

    /**
     * Opens a part.
     *
     * @param hadoop finds the file system
     * @param data the prepared dataset
     * @param split which part
     * @throws DahlquistException (DATA) if shards are missing or damaged
     */
    public ShownImages(Configuration hadoop, PreparedData data, Split split) {
        PreparedSplit part = PreparedSplit.of(hadoop, data, split, Manifest.read(hadoop, data.folder()));
        this.input = part.evaluation();
        this.scale = part.pixelScale();
    }

    /** Shape of every image. */
    public ImageShape shape() {
        return scale.shape();
    }

    /**
     * An image as unsigned bytes in CHW order; raw images that are seen whole as they are stored.
     *
     * @param id of the sample
     * @throws DahlquistException (DATA) if there is no such sample
     */
    public byte[] image(long id) {
        float[] pixels = scale.pixels(input.normalised(ordinal(id), 1).values());
        byte[] image = new byte[pixels.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) Math.round(pixels[i] * WHITE);
        }
        return image;
    }

    /** Ids ascend with the ordinal, but bad images leave gaps. */
    private int ordinal(long id) {
        StoredImages images = input.images();
        int low = 0;
        int high = images.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (images.get(middle).id() < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (high < 0 || images.get(low).id() != id) {
            throw DahlquistException.data(
                    "sample %d was evaluated, but the prepared dataset has none of that id; evaluate again", id);
        }
        return low;
    }
}
