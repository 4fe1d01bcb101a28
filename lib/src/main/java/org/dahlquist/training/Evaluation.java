package org.dahlquist.training;

import java.io.Serializable;
import org.dahlquist.DahlquistException;

/**
 * Accuracy and loss of a classifier, accumulated sample by sample; parts of a dataset can be evaluated apart and merged.
 *
 * <p>Counts are exact, so merging is independent of order; the loss is a float64 sum, so merge in a fixed order where
 * the last bits matter. Of equal scores the lower class wins. Not thread-safe.
 */
public final class Evaluation implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int TOP = 5;

    private final long[][] confusion;
    private long samples;
    private long top1;
    private long top5;
    private double lossSum;

    /**
     * Creates an empty evaluation.
     *
     * @param classes number of classes, at least 1
     */
    public Evaluation(int classes) {
        confusion = new long[classes][classes];
    }

    /**
     * Counts one sample.
     *
     * @param label true class, from 0
     * @param scores class probabilities, {@code float[classes]}
     * @throws DahlquistException if label or scores do not fit the number of classes
     */
    public void add(int label, float[] scores) {
        if (scores.length != confusion.length || label < 0 || label >= confusion.length) {
            throw DahlquistException.data(
                    "a sample of %d classes has a label from 0 and as many scores, but got label %d and %d scores;"
                            + " evaluate a model on the dataset it was trained for",
                    confusion.length, label, scores.length);
        }
        int rank = 0;
        int predicted = 0;
        for (int c = 0; c < scores.length; c++) {
            if (scores[c] > scores[label] || (scores[c] == scores[label] && c < label)) {
                rank++;
            }
            if (scores[c] > scores[predicted]) {
                predicted = c;
            }
        }
        confusion[label][predicted]++;
        samples++;
        top1 += predicted == label ? 1 : 0;
        top5 += rank < TOP ? 1 : 0;
        lossSum -= Math.log(Math.max(scores[label], Float.MIN_NORMAL));
    }

    /**
     * Adds everything another evaluation has counted; O(classes²).
     *
     * @param other of the same number of classes; not changed
     * @return this
     */
    public Evaluation merge(Evaluation other) {
        for (int label = 0; label < confusion.length; label++) {
            for (int predicted = 0; predicted < confusion.length; predicted++) {
                confusion[label][predicted] += other.confusion[label][predicted];
            }
        }
        samples += other.samples;
        top1 += other.top1;
        top5 += other.top5;
        lossSum += other.lossSum;
        return this;
    }

    /** Number of classes. */
    public int classes() {
        return confusion.length;
    }

    /** Samples counted. */
    public long samples() {
        return samples;
    }

    /** Fraction of samples whose largest score is their label's; NaN without samples. */
    public double top1() {
        return (double) top1 / samples;
    }

    /** Fraction of samples whose label is among the five largest scores; NaN without samples. */
    public double top5() {
        return (double) top5 / samples;
    }

    /** Mean cross-entropy, natural logarithm; NaN without samples. */
    public double loss() {
        return lossSum / samples;
    }

    /**
     * Samples of one class.
     *
     * @param label true class
     */
    public long samples(int label) {
        long count = 0;
        for (long cell : confusion[label]) {
            count += cell;
        }
        return count;
    }

    /**
     * Top-1 accuracy on the samples of one class; NaN without such samples.
     *
     * @param label true class
     */
    public double top1(int label) {
        return (double) confusion[label][label] / samples(label);
    }

    /** A copy of the confusion matrix, {@code long[true class][predicted class]}. */
    public long[][] confusion() {
        long[][] copy = new long[confusion.length][];
        for (int label = 0; label < copy.length; label++) {
            copy[label] = confusion[label].clone();
        }
        return copy;
    }
}
