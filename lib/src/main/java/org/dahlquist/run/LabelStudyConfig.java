package org.dahlquist.run;

import java.util.List;

/**
 * The study of accuracy against the number of labels.
 *
 * @param perClass labelled training samples of each class
 * @param trials draws for each number
 * @param methods what classifies: nearest, gl, wnll, poisson
 */
public record LabelStudyConfig(List<Integer> perClass, int trials, List<String> methods) {
    /** Name of the baseline, the labelled point nearest along the graph. */
    public static final String NEAREST = "nearest";

    private static final List<String> KNOWN = List.of(NEAREST, "gl", "wnll", "poisson");

    static LabelStudyConfig read(ConfigReader at) {
        List<Integer> perClass = at.wholeNumbers("per-class");
        at.require(
                !perClass.isEmpty() && perClass.stream().allMatch(count -> count >= 1),
                "per-class",
                "must be a list of whole numbers of at least 1");
        List<String> methods = at.texts("methods");
        at.require(
                !methods.isEmpty() && KNOWN.containsAll(methods),
                "methods",
                "must be a list of " + String.join(", ", KNOWN));
        return new LabelStudyConfig(perClass, at.intInRange("trials", 1, 10_000), methods);
    }
}
