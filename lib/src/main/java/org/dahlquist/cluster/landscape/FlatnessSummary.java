package org.dahlquist.cluster.landscape;

import java.util.List;
import org.dahlquist.landscape.Flatness;
import org.dahlquist.landscape.Sharpness;
import org.dahlquist.landscape.Spectrum;

/**
 * The flatness of all runs of a study, as flatness.json holds it.
 *
 * @param part where samples come from
 * @param samples on which losses were taken
 * @param runs in the order of the study
 */
record FlatnessSummary(String part, int samples, List<Run> runs) {
    /**
     * The flatness of one run.
     *
     * @param run its id
     * @param loss mean cross-entropy of the network itself
     * @param top1 its accuracy
     * @param epsilon ε
     * @param sharpness largest rise of the loss within ε, over all directions
     * @param rises the largest along each direction
     * @param eigenvalues largest of the Hessian, with their residuals; null if they weren't asked for
     * @param hessianProducts products it took; null as above
     * @param hessianConverged whether all residuals are within the tolerance; null as above
     */
    record Run(
            String run,
            double loss,
            double top1,
            double epsilon,
            double sharpness,
            List<Double> rises,
            List<Spectrum.Eigenvalue> eigenvalues,
            Integer hessianProducts,
            Boolean hessianConverged) {
        static Run of(String run, Flatness flatness) {
            Sharpness sharpness = flatness.sharpness();
            return new Run(
                    run,
                    flatness.centre().loss(),
                    flatness.centre().top1(),
                    sharpness.epsilon(),
                    sharpness.max(),
                    sharpness.rises(),
                    flatness.spectrum().map(Spectrum::largest).orElse(null),
                    flatness.spectrum().map(Spectrum::products).orElse(null),
                    flatness.spectrum().map(Spectrum::converged).orElse(null));
        }
    }
}
