package org.dahlquist.image;

import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.StoredImage;

/** From an image as it is stored to network input: float32, CHW, (x / 255 − mean) / std per channel. Thread-safe. */
public interface InputTransform extends AutoCloseable {
    /** Shape of the network input. */
    ImageShape shape();

    /**
     * Changes an image at random, for training.
     *
     * @param image the image
     * @param randomSeed decides the change; from {@code Seeds.mix(seed, "augment", epoch, id)}
     * @param out receives C·H·W floats at {@code outOffset}
     * @param outOffset start of the output
     * @throws BadImageException if an encoded image cannot be decoded
     */
    void augmented(StoredImage image, long randomSeed, float[] out, int outOffset) throws BadImageException;

    /**
     * Leaves an image as it is, for evaluation.
     *
     * @param image the image
     * @param out receives C·H·W floats at {@code outOffset}
     * @param outOffset start of the output
     * @throws BadImageException if an encoded image cannot be decoded
     */
    void normalised(StoredImage image, float[] out, int outOffset) throws BadImageException;

    /** Frees what is kept from image to image. */
    @Override
    void close();
}
