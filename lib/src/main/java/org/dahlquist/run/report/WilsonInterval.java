package org.dahlquist.run.report;

import org.dahlquist.DahlquistException;

/**
 * Wilson score interval of a proportion, at 95 % confidence.
 *
 * <p>With p = correct / samples, n = samples and z = 1.959964: centre (p + z²/2n) / (1 + z²/n), half width
 * z / (1 + z²/n) · sqrt(p(1-p)/n + z²/4n²). Unlike the normal interval it stays inside [0, 1] and is meaningful
 * at p = 0 and p = 1. Reference: E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", J. Am. Stat. Assoc. 22, 1927.
 *
 * @param low lower bound, a fraction
 * @param high upper bound, a fraction
 */
public record WilsonInterval(double low, double high) {
    private static final double Z = 1.959963984540054;

    /**
     * The interval of an observed fraction.
     *
     * @param fraction observed proportion, from 0 to 1
     * @param samples how many samples it was observed on, at least 1
     * @return the interval
     * @throws DahlquistException if the fraction or the count is out of range
     */
    public static WilsonInterval of(double fraction, long samples) {
        if (!(fraction >= 0 && fraction <= 1) || samples < 1) {
            throw DahlquistException.data(
                    "an accuracy is from 0 to 1 on at least one sample, but is %s on %d samples; "
                            + "run the stage that wrote it again",
                    fraction, samples);
        }
        double perSample = Z * Z / samples;
        double centre = (fraction + perSample / 2) / (1 + perSample);
        double halfWidth =
                Z / (1 + perSample) * Math.sqrt(fraction * (1 - fraction) / samples + perSample / (4.0 * samples));
        return new WilsonInterval(Math.max(0, centre - halfWidth), Math.min(1, centre + halfWidth));
    }
}
