package org.dahlquist.gradient;

/** {@link ActivatedSgd}; the one state is the momentum buffer. */
record SgdRule(ActivatedSgd sgd) implements UpdateRule {
    @Override
    public int states() {
        return 1;
    }

    @Override
    public GradientActivation activation() {
        return sgd.activation();
    }

    @Override
    public float rate(int iteration, int epoch) {
        return (float) sgd.getLearningRate(iteration, epoch);
    }

    @Override
    public void direct(float[] gradient, float[][] state, int count) {
        float momentum = (float) sgd.momentum();
        float[] buffer = state[0];
        for (int i = 0; i < count; i++) {
            buffer[i] = momentum * buffer[i] + gradient[i];
        }
        if (!sgd.nesterov()) {
            System.arraycopy(buffer, 0, gradient, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            gradient[i] += momentum * buffer[i];
        }
    }
}
