package org.dahlquist.cluster.input;

import org.dahlquist.dataset.ImageShape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Some images of a part as network input.
 *
 * @param ids sample ids, {@code long[n]}
 * @param labels class indices, {@code int[n]}
 * @param values {@code float[n · C·H·W]}
 * @param shape of one image
 */
public record InputBlock(long[] ids, int[] labels, float[] values, ImageShape shape) {
    /** The images as {@code [n, C, H, W]}. */
    public INDArray array() {
        long[] dimensions = {ids.length, shape.channels(), shape.height(), shape.width()};
        return Nd4j.create(values, dimensions, 'c');
    }

    /** The images with their classes, one-hot {@code [n, classes]}. */
    public DataSet minibatch(int classes) {
        float[] oneHot = new float[labels.length * classes];
        for (int row = 0; row < labels.length; row++) {
            oneHot[row * classes + labels[row]] = 1;
        }
        return new DataSet(array(), Nd4j.create(oneHot, new long[] {labels.length, classes}, 'c'));
    }
}
