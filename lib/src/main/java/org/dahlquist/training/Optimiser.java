package org.dahlquist.training;

import java.util.List;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.Arctan;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.GradientActivation;
import org.dahlquist.gradient.Identity;
import org.dahlquist.loss.ArctanPower;
import org.dahlquist.loss.Deformation;
import org.dahlquist.loss.LogExp;
import org.dahlquist.run.TrainConfig;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * What turns gradients into parameter changes: an updater, and what is added to the gradient before it.
 *
 * @param updater momentum, activation and learning rate
 * @param regularization weight decay, for every trained parameter
 */
public record Optimiser(IUpdater updater, List<Regularization> regularization) {
    /** Copies the list. */
    public Optimiser {
        regularization = List.copyOf(regularization);
    }

    /**
     * The optimiser that a run's settings describe.
     *
     * @param config the training settings
     * @return SGD with momentum and coupled weight decay, and the gradient activation where the settings place it
     */
    public static Optimiser of(TrainConfig config) {
        GradientActivation activation = activation(config.gradientActivation());
        boolean onMomentum = config.gradientActivation().position() == TrainConfig.ActivationPosition.MOMENTUM;
        GradientActivation identity = new Identity();
        return new Optimiser(
                new ActivatedSgd(schedule(config), config.momentum(), onMomentum ? activation : identity),
                List.of(new CoupledWeightDecay(config.weightDecay(), onMomentum ? identity : activation)));
    }

    /**
     * The deformation of the loss that a run's settings describe.
     *
     * @param config the training settings
     */
    public static Deformation deformation(TrainConfig config) {
        TrainConfig.Deformation settings = config.deformation();
        return switch (settings.function()) {
            case NONE -> Deformation.NONE;
            case ARCTAN_POWER -> new ArctanPower(settings.alpha(), settings.beta(), settings.gamma(), settings.delta());
            case LOG_EXP -> new LogExp(settings.c());
        };
    }

    private static GradientActivation activation(TrainConfig.GradientActivation config) {
        return switch (config.function()) {
            case NONE -> new Identity();
            case ATAN -> new Arctan(config.alpha(), config.beta());
        };
    }

    private static ISchedule schedule(TrainConfig config) {
        return switch (config.schedule().kind()) {
            case CONSTANT -> new ConstantRate(config.learningRate());
            case STEP ->
                new StepRate(
                        config.learningRate(),
                        config.schedule().milestones(),
                        config.schedule().factor());
            case COSINE -> new CosineRate(config.learningRate(), config.epochs());
        };
    }
}
