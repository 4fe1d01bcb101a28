package org.dahlquist.gradient;

/** An activation act(g) = alpha · f(beta · g) with f′(0) = 1. */
public interface ScaledActivation extends ElementwiseActivation {
    /** Output scale, positive and finite. */
    double alpha();

    /** Input scale, positive and finite. */
    double beta();

    /** alpha · beta. */
    @Override
    default double slopeAtZero() {
        return alpha() * beta();
    }
}
