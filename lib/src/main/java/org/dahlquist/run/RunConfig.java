package org.dahlquist.run;

/**
 * The settings of one run, read once on the driver.
 *
 * @param seed root of every random draw
 * @param data the dataset
 * @param input how its images come to the network
 * @param network the network
 * @param train how it is trained
 * @param batchSize minibatch of evaluation and embedding
 * @param evaluateTrain whether to judge the network on the training part too
 * @param neighbours neighbours per point in the graph (k), counting the point itself
 * @param graph how the neighbours are found
 * @param wnll the interpolation
 * @param labels the study of the number of labels
 * @param robustness noise and attacks on the trained network
 * @param landscape what is examined of the loss surface
 */
public record RunConfig(
        long seed,
        DataConfig data,
        InputConfig input,
        NetworkConfig network,
        TrainConfig train,
        int batchSize,
        boolean evaluateTrain,
        int neighbours,
        GraphConfig graph,
        WnllConfig wnll,
        LabelStudyConfig labels,
        RobustnessConfig robustness,
        LandscapeConfig landscape) {
    static RunConfig read(ConfigReader at) {
        RunConfig config = new RunConfig(
                at.wholeNumber("seed"),
                DataConfig.read(at.at("data")),
                InputConfig.read(at.at("input")),
                NetworkConfig.read(at.at("network")),
                TrainConfig.read(at.at("train")),
                at.intInRange("batch-size", 1, 65_536),
                at.at("evaluate").flag("train-part"),
                at.intInRange("neighbours", 2, 1024),
                GraphConfig.read(at.at("graph")),
                WnllConfig.read(at.at("wnll")),
                LabelStudyConfig.read(at.at("labels")),
                RobustnessConfig.read(at.at("robustness")),
                LandscapeConfig.read(at.at("landscape")));
        at.require(
                config.wnll().scaleRank() <= config.neighbours(),
                "wnll.scale-rank",
                "must be at most neighbours = " + config.neighbours());
        return config;
    }
}
