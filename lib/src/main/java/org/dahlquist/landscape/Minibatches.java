package org.dahlquist.landscape;

import java.io.Serializable;
import org.nd4j.linalg.dataset.DataSet;

/** A fixed set of samples, cut into minibatches the same way every time. */
public interface Minibatches extends Serializable {
    /** Number of minibatches. */
    int count();

    /** Number of samples in all minibatches. */
    int samples();

    /**
     * One minibatch, without augmentation.
     *
     * @param index from 0
     * @return float images {@code [n, C, H, W]} and one-hot labels {@code [n, classes]}, both in C order
     */
    DataSet get(int index);
}
