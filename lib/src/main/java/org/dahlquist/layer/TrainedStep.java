package org.dahlquist.layer;

import org.dahlquist.stability.Coefficients;
import org.dahlquist.stability.SecondOrderFamily;

/** Families of multistep methods with one parameter k, whose weights are functions of k. */
public enum TrainedStep {
    /**
     * ZeroSNet's third-order family: x_{n+1} = a0·x_n + a1·x_{n−1} + a2·x_{n−2} + b0·F(x_n) with the coefficients of
     * {@link Coefficients#ofK}; zero-stable for k &lt; −1 or k &gt; 1/3. Reference: "ZeroSNet", AAAI 2022, arXiv
     * 2206.13100.
     */
    ZERO_STABLE(4) {
        @Override
        public double[] weights(double k) {
            if (k == 0 || !Double.isFinite(k)) {
                return new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
            }
            Coefficients step = Coefficients.ofK(k);
            return new double[] {step.a0(), step.a1(), step.a2(), step.b0()};
        }

        @Override
        public double[] slopes(double k) {
            double square = k * k;
            return new double[] {-0.75 / square, 1 / square, -0.25 / square, 0.5 / square};
        }

        @Override
        public boolean isZeroStable(double k) {
            return SecondOrderFamily.isStable(k);
        }

        @Override
        public String stableRegion() {
            return "k < -1 or k > 1/3";
        }
    },
    /**
     * MResNet's second-order step: x_{n+1} = k·x_n + (1 − k)·x_{n−1} + F(x_n); zero-stable for 0 &lt; k &lt; 2.
     * Reference: Lu et al., "Beyond Finite Layer Neural Networks", ICML 2018, arXiv 1710.10121.
     */
    TWO_STEP(3) {
        @Override
        public double[] weights(double k) {
            return new double[] {k, 1 - k, 1};
        }

        @Override
        public double[] slopes(double k) {
            return new double[] {1, -1, 0};
        }

        @Override
        public boolean isZeroStable(double k) {
            return k > 0 && k < 2;
        }

        @Override
        public String stableRegion() {
            return "0 < k < 2";
        }
    };

    private final int inputs;

    TrainedStep(int inputs) {
        this.inputs = inputs;
    }

    /** How many values it sums: the states from the newest to the oldest, then the residual branch. */
    public int inputs() {
        return inputs;
    }

    /** The inputs' weights; NaN where the family has none for this k. */
    public abstract double[] weights(double k);

    /** The weights' derivatives by k. */
    public abstract double[] slopes(double k);

    /** Whether the method with this k is zero-stable, its spurious roots strictly inside the unit disc. */
    public abstract boolean isZeroStable(double k);

    /** The condition that {@link #isZeroStable} checks, for messages. */
    public abstract String stableRegion();
}
