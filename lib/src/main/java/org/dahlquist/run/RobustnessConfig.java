package org.dahlquist.run;

import java.util.List;

/**
 * Under which noise and attacks a trained network is judged; an empty list of levels leaves one out.
 *
 * @param samples first test samples that get noise; 0 takes all
 * @param randn levels of normal noise, in pixels of [0, 1]
 * @param rand levels of uniform noise on [0, 1), in pixels of [0, 1]
 * @param constant levels of the constant, in pixels of [0, 1]
 * @param attacks the attacks
 */
public record RobustnessConfig(
        int samples, List<Double> randn, List<Double> rand, List<Double> constant, Attacks attacks) {
    static RobustnessConfig read(ConfigReader at) {
        return new RobustnessConfig(
                at.intInRange("samples", 0, Integer.MAX_VALUE),
                levels(at, "randn"),
                levels(at, "rand"),
                levels(at, "const"),
                Attacks.read(at.at("attacks")));
    }

    private static List<Double> levels(ConfigReader at, String key) {
        List<Double> levels = at.numbers(key);
        at.require(levels.stream().allMatch(c -> Math.abs(c) <= 1), key, "must be levels from -1 to 1");
        return levels;
    }

    /**
     * The attacks.
     *
     * @param samples first test samples that are attacked
     * @param fgsm radii in 1/255 of FGSM
     * @param ifgsm radii in 1/255 of IFGSM
     * @param pgd radii in 1/255 of PGD
     * @param steps steps of IFGSM and PGD
     * @param step length of one, in radii
     * @param carliniWagner the L2 attack
     */
    public record Attacks(
            int samples,
            List<Double> fgsm,
            List<Double> ifgsm,
            List<Double> pgd,
            int steps,
            double step,
            CarliniWagner carliniWagner) {
        static Attacks read(ConfigReader at) {
            return new Attacks(
                    at.intInRange("samples", 1, Integer.MAX_VALUE),
                    radii(at, "fgsm"),
                    radii(at, "ifgsm"),
                    radii(at, "pgd"),
                    at.intInRange("steps", 1, 10_000),
                    at.numberInRange("step", 1e-6, 2),
                    CarliniWagner.read(at.at("cw-l2")));
        }

        private static List<Double> radii(ConfigReader at, String key) {
            List<Double> radii = at.numbers(key);
            at.require(radii.stream().allMatch(r -> r >= 0 && r <= 255), key, "must be radii from 0 to 255");
            return radii;
        }
    }

    /**
     * Carlini and Wagner's L2 attack.
     *
     * @param radii L2 distances in pixels of [0, 1] within which a found image counts
     * @param searches values of the weight c that are tried
     * @param firstWeight the first of them
     * @param iterations Adam's steps for each
     * @param rate Adam's learning rate
     */
    public record CarliniWagner(List<Double> radii, int searches, double firstWeight, int iterations, double rate) {
        static CarliniWagner read(ConfigReader at) {
            CarliniWagner config = new CarliniWagner(
                    at.numbers("radii"),
                    at.intInRange("searches", 1, 100),
                    at.numberInRange("first-weight", 1e-9, 1e9),
                    at.intInRange("iterations", 1, 100_000),
                    at.numberInRange("rate", 1e-6, 10));
            boolean distances = config.radii().stream().allMatch(r -> r >= 0 && Double.isFinite(r));
            at.require(distances, "radii", "must be distances of 0 or more");
            return config;
        }
    }
}
