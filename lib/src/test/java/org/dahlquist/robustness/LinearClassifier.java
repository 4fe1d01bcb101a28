package org.dahlquist.robustness;

/** z = W p + b, whose attacks can be worked out by hand. */
record LinearClassifier(double[][] weights, double[] bias) implements Classifier {
    @Override
    public float[] logits(float[] pixels) {
        int size = weights[0].length;
        int classes = weights.length;
        float[] logits = new float[pixels.length / size * classes];
        for (int i = 0; i < logits.length; i++) {
            double sum = bias[i % classes];
            for (int j = 0; j < size; j++) {
                sum += weights[i % classes][j] * pixels[i / classes * size + j];
            }
            logits[i] = (float) sum;
        }
        return logits;
    }

    @Override
    public float[] pixelGradient(float[] logitGradient) {
        int size = weights[0].length;
        int classes = weights.length;
        float[] gradient = new float[logitGradient.length / classes * size];
        for (int i = 0; i < logitGradient.length; i++) {
            for (int j = 0; j < size; j++) {
                gradient[i / classes * size + j] += (float) (logitGradient[i] * weights[i % classes][j]);
            }
        }
        return gradient;
    }

    /** L2 distance of one image to the nearest other class. */
    double distanceToBoundary(float[] image, int label) {
        float[] logits = logits(image);
        double nearest = Double.POSITIVE_INFINITY;
        for (int c = 0; c < logits.length; c++) {
            if (c != label) {
                double squares = 0;
                for (int j = 0; j < image.length; j++) {
                    squares += Math.pow(weights[label][j] - weights[c][j], 2);
                }
                nearest = Math.min(nearest, (logits[label] - logits[c]) / Math.sqrt(squares));
            }
        }
        return nearest;
    }
}
