package org.dahlquist.run.report;

/**
 * Top-1 accuracy of one way to classify the test part.
 *
 * @param method how it classifies
 * @param top1 the accuracy, a fraction
 * @param samples test samples it was measured on
 * @param interval its 95 % interval
 */
public record Accuracy(String method, double top1, long samples, WilsonInterval interval) {
    static Accuracy of(String method, double top1, long samples) {
        return new Accuracy(method, top1, samples, WilsonInterval.of(top1, samples));
    }

    /** Samples classified rightly: top1 · samples, rounded. */
    public long correct() {
        return Math.round(top1 * samples);
    }
}
