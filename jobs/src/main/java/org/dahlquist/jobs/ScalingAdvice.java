package org.dahlquist.jobs;

import java.util.Locale;
import java.util.OptionalInt;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.DataConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.scaling.ClusterNetwork;
import org.dahlquist.scaling.ScalingModel;
import org.dahlquist.scaling.TrainingCost;

/** What {@code --dry-run} says about averaging: how often it pays, under assumptions that it names. */
final class ScalingAdvice {
    private static final double WANTED = 0.95;

    private ScalingAdvice() {}

    static String of(RunConfig config) {
        TrainConfig.Averaging averaging = config.train().averaging();
        NetworkSpec network = network(config);
        double step = 6.0
                * network.multiplyAdds()
                * averaging.batchSizePerWorker()
                / (ScalingCommand.ASSUMED_GIGAFLOPS * 1e9);
        ScalingModel model = new ScalingModel(
                TrainingCost.parameterAveraging(step, network.parameterCount()), ClusterNetwork.TEN_GIGABIT);
        OptionalInt enough = model.frequencyFor(averaging.workers(), WANTED, config.seed());
        return String.format(
                Locale.ROOT,
                "averaging: %d workers every %d steps: efficiency about %.0f %%; %s%n"
                        + "  (predicted for steps of %.3f s at %.0f GFLOP/s a worker, 10 Gbit/s, 30 ms a round; 'dahlquist"
                        + " scaling' takes measured figures)%n",
                averaging.workers(),
                averaging.frequency(),
                100 * model.efficiency(averaging.workers(), averaging.frequency(), config.seed()),
                enough.isPresent()
                        ? "95 % from train.averaging.frequency = " + enough.getAsInt() + " on"
                        : "95 % is out of reach on this network",
                step,
                ScalingCommand.ASSUMED_GIGAFLOPS);
    }

    /** Shape and classes as the dataset's kind has them; the dataset itself may not be prepared yet. */
    private static NetworkSpec network(RunConfig config) {
        DataConfig.Dataset dataset = config.data().dataset();
        boolean digits = dataset.name().contains("MNIST");
        return NetworkSpec.of(
                config.network(),
                dataset == DataConfig.Dataset.CIFAR100 ? 100 : 10,
                digits ? new ImageShape(1, 28, 28) : new ImageShape(3, 32, 32));
    }
}
