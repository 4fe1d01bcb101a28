package org.dahlquist.cluster.input;

import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.StoredImage;
import org.dahlquist.dataset.StoredImages;
import org.dahlquist.image.BadImageException;
import org.dahlquist.image.InputTransform;

/**
 * One part of a dataset as a network sees it. Thread-safe.
 *
 * @param images the images as they are stored
 * @param transform what becomes of them
 * @param threads who does it
 */
public record NetworkInput(StoredImages images, InputTransform transform, LoaderThreads threads) {
    /** What becomes of one image. */
    @FunctionalInterface
    private interface Fill {
        void fill(StoredImage image, float[] out, int outOffset) throws BadImageException;
    }

    /** Some images without augmentation. */
    public InputBlock normalised(int[] ordinals) {
        return block(ordinals, transform::normalised);
    }

    /** The images from an ordinal on, without augmentation. */
    public InputBlock normalised(int first, int rows) {
        return normalised(IntStream.range(first, first + rows).toArray());
    }

    /** Some images, changed at random; the seed of each follows from its id. */
    public InputBlock augmented(int[] ordinals, LongUnaryOperator seedOfId) {
        return block(
                ordinals,
                (image, out, offset) -> transform.augmented(image, seedOfId.applyAsLong(image.id()), out, offset));
    }

    private InputBlock block(int[] ordinals, Fill fill) {
        int rows = ordinals.length;
        int size = transform.shape().size();
        InputBlock block = new InputBlock(
                new long[rows], new int[rows], new float[Math.multiplyExact(rows, size)], transform.shape());
        threads.forEach(rows, row -> {
            StoredImage image = images.get(ordinals[row]);
            block.ids()[row] = image.id();
            block.labels()[row] = image.label();
            try {
                fill.fill(image, block.values(), row * size);
            } catch (BadImageException e) {
                throw DahlquistException.data(
                                "every image of a shard must be whole, but sample %d, %s, %s; run the prepare stage again",
                                image.id(), images.place(ordinals[row]), e.getMessage())
                        .causedBy(e);
            }
        });
        return block;
    }
}
