package org.dahlquist.robustness;

/** The cross-entropy of softmax(z) and a label: log Σ exp z − z of the label. */
final class CrossEntropy {
    private CrossEntropy() {}

    /** Its derivatives by the logits, softmax(z) − e of the label, {@code float[n · classes]}. */
    static float[] gradient(float[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        float[] gradient = new float[logits.length];
        for (int row = 0; row < labels.length; row++) {
            double shift = logits[row * classes + largest(logits, row * classes, classes)];
            double sum = 0;
            for (int i = row * classes; i < (row + 1) * classes; i++) {
                sum += Math.exp(logits[i] - shift);
            }
            for (int i = row * classes; i < (row + 1) * classes; i++) {
                gradient[i] = (float) (Math.exp(logits[i] - shift) / sum);
            }
            gradient[row * classes + labels[row]] -= 1;
        }
        return gradient;
    }

    /** Class of the largest of the scores from {@code from} on; of equal scores the lower class. */
    static int largest(float[] scores, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (scores[from + c] > scores[from + best]) {
                best = c;
            }
        }
        return best;
    }
}
