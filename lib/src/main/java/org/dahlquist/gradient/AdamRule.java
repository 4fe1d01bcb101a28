package org.dahlquist.gradient;

import org.nd4j.linalg.learning.config.Adam;

/**
 * ND4J's Adam; the states are the first and the second moment.
 *
 * <pre>
 * m = β₁ m + (1 − β₁) d      v = β₂ v + (1 − β₂) d²      p = p − lr · √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε)
 * </pre>
 *
 * Reference: Kingma, Ba, "Adam", ICLR 2015, <a href="https://arxiv.org/abs/1412.6980">arXiv 1412.6980</a>, the form at the
 * end of section 2, with ε outside the bias correction as in older PyTorch.
 */
record AdamRule(Adam adam) implements UpdateRule {
    private static final GradientActivation NONE = new Identity();

    @Override
    public int states() {
        return 2;
    }

    @Override
    public GradientActivation activation() {
        return NONE;
    }

    @Override
    public float rate(int iteration, int epoch) {
        int steps = iteration + 1;
        double correction = Math.sqrt(1 - Math.pow(adam.getBeta2(), steps)) / (1 - Math.pow(adam.getBeta1(), steps));
        return (float) (adam.getLearningRate(iteration, epoch) * correction);
    }

    @Override
    public void direct(float[] gradient, float[][] state, int count) {
        float beta1 = (float) adam.getBeta1();
        float beta2 = (float) adam.getBeta2();
        float rest1 = (float) (1 - adam.getBeta1());
        float rest2 = (float) (1 - adam.getBeta2());
        float epsilon = (float) adam.getEpsilon();
        float[] first = state[0];
        float[] second = state[1];
        for (int i = 0; i < count; i++) {
            float d = gradient[i];
            first[i] = beta1 * first[i] + rest1 * d;
            second[i] = beta2 * second[i] + rest2 * d * d;
            gradient[i] = first[i] / ((float) Math.sqrt(second[i]) + epsilon);
        }
    }
}
