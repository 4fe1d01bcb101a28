package org.dahlquist.cluster.training;

import java.io.Serializable;
import java.time.Duration;
import org.dahlquist.gradient.NormClipping;
import org.dahlquist.loss.Deformation;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.training.Compute;
import org.dahlquist.training.LocalTrainer;
import org.dahlquist.training.Optimiser;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * How workers make their steps, and how long a round of them may take.
 *
 * @param compute what computes
 * @param deformation of the loss
 * @param clipping bound of the gradient's norm
 * @param roundTimeout after which a round is given up
 */
public record StepSettings(Compute compute, Deformation deformation, NormClipping clipping, Duration roundTimeout)
        implements Serializable {
    /** The fastest kernels in float32, the plain loss, ten minutes. */
    public static final StepSettings DEFAULT =
            new StepSettings(Compute.DEFAULT, Deformation.NONE, NormClipping.NONE, Duration.ofMinutes(10));

    /** What a run's settings ask for. */
    public static StepSettings of(TrainConfig config) {
        return new StepSettings(
                Compute.of(config),
                Optimiser.deformation(config),
                Optimiser.clipping(config),
                Duration.ofSeconds(config.averaging().roundTimeoutSeconds()));
    }

    /** What makes the steps of a network under these settings. */
    public LocalTrainer trainer(ComputationGraph network) {
        return new LocalTrainer(network, compute, deformation, clipping);
    }
}
