package org.dahlquist.onednn;

import java.nio.FloatBuffer;

/** Cross-entropy of a minibatch's logits with its labels, the accuracy, and softmax − label as the logits' gradient. */
final class CrossEntropy {
    private final Tensor logits;
    private final Tensor gradient;
    private final int batch;
    private final int classes;
    private FloatBuffer labels;
    private double loss;
    private int correct;

    /**
     * The loss of a minibatch.
     *
     * @param logits [batch, classes], float32
     * @param gradient of the same shape; overwritten
     */
    CrossEntropy(Tensor logits, Tensor gradient, int batch, int classes) {
        this.logits = logits;
        this.gradient = gradient;
        this.batch = batch;
        this.classes = classes;
    }

    /** Sets the labels, one-hot [batch, classes]. */
    void compareWith(FloatBuffer oneHot) {
        labels = oneHot;
    }

    /** What {@link #run} saw. */
    CompiledTraining.Result result() {
        return new CompiledTraining.Result(loss, correct);
    }

    /** Sets loss, accuracy and gradient. */
    void run() {
        FloatBuffer in = logits.floats();
        FloatBuffer out = gradient.floats();
        double sum = 0;
        int hits = 0;
        for (int row = 0; row < batch; row++) {
            int start = row * classes;
            int label = largest(labels, start, classes);
            int predicted = largest(in, start, classes);
            hits += predicted == label ? 1 : 0;
            double normaliser = 0;
            for (int c = 0; c < classes; c++) {
                normaliser += Math.exp(in.get(start + c) - (double) in.get(start + predicted));
            }
            double logNormaliser = Math.log(normaliser) + in.get(start + predicted);
            for (int c = 0; c < classes; c++) {
                float target = labels.get(start + c);
                double logProbability = in.get(start + c) - logNormaliser;
                sum -= target == 0 ? 0 : target * logProbability;
                out.put(start + c, (float) (Math.exp(logProbability) - target));
            }
        }
        loss = sum / batch;
        correct = hits;
    }

    private static int largest(FloatBuffer values, int start, int count) {
        int best = 0;
        for (int c = 1; c < count; c++) {
            if (values.get(start + c) > values.get(start + best)) {
                best = c;
            }
        }
        return best;
    }
}
