package org.dahlquist.cluster;

import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardedImages;
import org.dahlquist.image.ImageTransform;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Some images of a part as network input, normalised and not augmented.
 *
 * @param ids sample ids, {@code long[n]}
 * @param labels class indices, {@code int[n]}
 * @param values {@code float[n · C·H·W]}
 * @param shape of one image
 */
record InputBlock(long[] ids, int[] labels, float[] values, ImageShape shape) {
    /** The images from an ordinal on. */
    static InputBlock of(ShardedImages images, Manifest manifest, int first, int rows) {
        int size = images.shape().size();
        InputBlock block = new InputBlock(new long[rows], new int[rows], new float[rows * size], images.shape());
        ImageTransform transform = new ImageTransform(images.shape(), manifest.mean(), manifest.std(), 0, false);
        for (int row = 0; row < rows; row++) {
            block.ids[row] = images.id(first + row);
            block.labels[row] = images.label(first + row);
            transform.normalised(images.pixels(), (first + row) * size, block.values, row * size);
        }
        return block;
    }

    /** The images as {@code [n, C, H, W]}. */
    INDArray array() {
        long[] dimensions = {ids.length, shape.channels(), shape.height(), shape.width()};
        return Nd4j.create(values, dimensions, 'c');
    }
}
