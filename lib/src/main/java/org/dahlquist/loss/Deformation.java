package org.dahlquist.loss;

import java.io.Serializable;

/**
 * A vertical deformation mapping (VDM) ψ: training follows ψ(ℓ), ℓ the minibatch's mean cross-entropy, so every gradient
 * is multiplied by ψ′(ℓ).
 *
 * <p>Immutable. Reported losses stay the undeformed ℓ. Reference: "Deforming the Loss Surface to Affect the Behaviour of
 * the Optimizer", <a href="https://arxiv.org/abs/2009.08274">arXiv 2009.08274</a>.
 */
public interface Deformation extends Serializable {
    /** No deformation: ψ(ℓ) = ℓ. */
    Deformation NONE = new ArctanPower(0, 1, 1, 1);

    /**
     * The deformed loss ψ(ℓ).
     *
     * @param loss ℓ, at least 0
     */
    double value(double loss);

    /**
     * The slope ψ′(ℓ).
     *
     * @param loss ℓ, at least 0
     */
    double slope(double loss);
}
