package org.dahlquist.run;

import java.util.List;

/**
 * Which network to build; classes and image shape come from the dataset.
 *
 * @param architecture the family
 * @param depth 6n+2 for n ≥ 1 blocks per stage; 18 for ResNet
 * @param coefficients a0, a1, a2, b0 of the multistep method; used by ZeroSNet alone
 */
public record NetworkConfig(Architecture architecture, int depth, List<Double> coefficients) {
    static NetworkConfig read(ConfigReader at) {
        NetworkConfig config = new NetworkConfig(
                at.oneOf("architecture", Architecture.class),
                at.intInRange("depth", 8, 2000),
                at.numbers("coefficients"));
        if (config.architecture() == Architecture.RESNET) {
            at.require(config.depth() == 18, "depth", "must be 18 for resnet");
        } else {
            at.require(config.depth() % 6 == 2, "depth", "must be 6n+2: 8, 14, 20, 26, 32, ...");
        }
        boolean fourNumbers = config.coefficients().size() == 4
                && config.coefficients().stream().allMatch(Double::isFinite);
        at.require(fourNumbers, "coefficients", "must be four numbers: a0, a1, a2, b0");
        return config;
    }

    /** Network families. */
    public enum Architecture {
        /** Third-order zero-stable multistep network. */
        ZEROSNET,
        /** Pre-activation residual network of the same topology. */
        PRERESNET,
        /** Post-activation residual network with the stem for small images. */
        RESNET
    }
}
