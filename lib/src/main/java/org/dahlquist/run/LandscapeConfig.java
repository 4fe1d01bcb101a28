package org.dahlquist.run;

import java.util.List;
import org.dahlquist.dataset.Split;

/**
 * What is examined of the loss surface around the trained network.
 *
 * @param compare ids of runs to show next to this one
 * @param part where samples come from
 * @param samples how many; 0 for all
 * @param slice losses along one direction
 * @param surface losses on a plane
 * @param linePoints points of the line to each compared run; 0 for none
 * @param sharpness ε-sharpness
 * @param hessian largest eigenvalues
 */
public record LandscapeConfig(
        List<String> compare,
        Split part,
        int samples,
        Extent slice,
        Extent surface,
        int linePoints,
        Sharpness sharpness,
        Hessian hessian) {
    static LandscapeConfig read(ConfigReader at) {
        LandscapeConfig config = new LandscapeConfig(
                at.texts("compare"),
                at.oneOf("part", Split.class),
                at.intInRange("samples", 0, 100_000_000),
                Extent.read(at.at("slice"), 3),
                Extent.read(at.at("surface"), 0),
                at.intInRange("line.points", 0, 10_001),
                Sharpness.read(at.at("sharpness")),
                Hessian.read(at.at("hessian")));
        at.require(config.linePoints() != 1, "line.points", "must be 0, or at least 2 for the two ends");
        at.require(
                config.compare().stream().distinct().count() == config.compare().size(),
                "compare",
                "must name every run once");
        return config;
    }

    /**
     * Points over [−range, range] along each axis.
     *
     * @param points their number, odd so that the model itself is among them; 0 for none
     * @param range in lengths of the model's filters
     */
    public record Extent(int points, double range) {
        static Extent read(ConfigReader at, int fewest) {
            Extent extent = new Extent(at.intInRange("points", fewest, 10_001), at.numberInRange("range", 1e-6, 1e3));
            at.require(
                    extent.points() == 0 || extent.points() > 1 && extent.points() % 2 == 1,
                    "points",
                    "must be odd and at least 3, so that the model itself is among them"
                            + (fewest == 0 ? "; or 0 for none" : ""));
            return extent;
        }
    }

    /**
     * ε-sharpness.
     *
     * @param epsilon ε, in lengths of the model's filters
     * @param directions random directions
     * @param steps losses taken on each side of a direction
     */
    public record Sharpness(double epsilon, int directions, int steps) {
        static Sharpness read(ConfigReader at) {
            return new Sharpness(
                    at.numberInRange("epsilon", 1e-6, 1e3),
                    at.intInRange("directions", 1, 1000),
                    at.intInRange("steps", 1, 1000));
        }
    }

    /**
     * The upper end of the Hessian's spectrum.
     *
     * @param eigenvalues how many; 0 for none
     * @param tolerance residual relative to the largest
     * @param maxIterations Hessian-vector products after which it stops
     */
    public record Hessian(int eigenvalues, double tolerance, int maxIterations) {
        static Hessian read(ConfigReader at) {
            Hessian hessian = new Hessian(
                    at.intInRange("eigenvalues", 0, 1000),
                    at.numberInRange("tolerance", 1e-12, 1),
                    at.intInRange("max-iterations", 1, 100_000));
            at.require(
                    hessian.maxIterations() >= hessian.eigenvalues(),
                    "max-iterations",
                    "must be at least eigenvalues = " + hessian.eigenvalues());
            return hessian;
        }
    }
}
