package org.dahlquist.training;

import java.util.List;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.AdaptiveArctan;
import org.dahlquist.gradient.Arctan;
import org.dahlquist.gradient.Clip;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.GradientActivation;
import org.dahlquist.gradient.HyperbolicTangent;
import org.dahlquist.gradient.Identity;
import org.dahlquist.gradient.NormClipping;
import org.dahlquist.gradient.SignedLogarithm;
import org.dahlquist.loss.ArctanPower;
import org.dahlquist.loss.Deformation;
import org.dahlquist.loss.LogExp;
import org.dahlquist.loss.Sech;
import org.dahlquist.run.DeformationConfig;
import org.dahlquist.run.GradientConfig;
import org.dahlquist.run.OptimiserConfig;
import org.dahlquist.run.ScheduleConfig;
import org.dahlquist.run.TrainConfig;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * What turns gradients into parameter changes: an updater, and what is added to the gradient before it.
 *
 * @param updater momentum, activation and learning rate
 * @param regularization activation of the gradient and weight decay, for every trained parameter
 */
public record Optimiser(IUpdater updater, List<Regularization> regularization) {
    private static final GradientActivation IDENTITY = new Identity();

    /** Copies the list. */
    public Optimiser {
        regularization = List.copyOf(regularization);
    }

    /**
     * The optimiser that a run's settings describe.
     *
     * @param config the training settings, with a schedule by epochs
     */
    public static Optimiser of(TrainConfig config) {
        if (config.schedule().every() == ScheduleConfig.Every.STEP) {
            throw new IllegalArgumentException("a schedule by steps needs the number of steps in an epoch");
        }
        return of(config, 1);
    }

    /**
     * The optimiser that a run's settings describe.
     *
     * @param config the training settings
     * @param stepsPerEpoch parameter updates in an epoch, at least 1; used by schedules by steps
     * @return SGD with momentum, or Adam, with coupled weight decay, and the gradient activation where the settings place
     *     it; {@link #clipping} is not part of it
     */
    public static Optimiser of(TrainConfig config, int stepsPerEpoch) {
        ISchedule rate = schedule(config, stepsPerEpoch);
        boolean onMomentum = config.gradient().activation().position() == GradientConfig.Position.MOMENTUM;
        GradientActivation activation = activation(config.gradient().activation());
        boolean clipped = config.gradient().clipping().kind() == GradientConfig.ClippingKind.VALUE;
        GradientActivation onGradient = onMomentum ? IDENTITY : activation;
        CoupledWeightDecay decay = new CoupledWeightDecay(
                config.weightDecay(),
                clipped ? new Clip(config.gradient().clipping().limit()) : onGradient,
                !config.decayVectors());
        return new Optimiser(updater(config, rate, onMomentum ? activation : IDENTITY), List.of(decay));
    }

    private static IUpdater updater(TrainConfig config, ISchedule rate, GradientActivation onMomentum) {
        OptimiserConfig settings = config.optimiser();
        return switch (settings.kind()) {
            case SGD -> new ActivatedSgd(rate, config.momentum(), onMomentum);
            case NESTEROV -> new ActivatedSgd(rate, config.momentum(), true, onMomentum);
            case ADAM -> {
                Adam adam = new Adam(rate);
                adam.setBeta1(settings.beta1());
                adam.setBeta2(settings.beta2());
                adam.setEpsilon(settings.epsilon());
                yield adam;
            }
        };
    }

    /**
     * The bound of the gradient's norm that a run's settings describe.
     *
     * @param config the training settings
     */
    public static NormClipping clipping(TrainConfig config) {
        GradientConfig.Clipping settings = config.gradient().clipping();
        return settings.kind() == GradientConfig.ClippingKind.NORM
                ? new NormClipping(settings.limit())
                : NormClipping.NONE;
    }

    /**
     * The deformation of the loss that a run's settings describe.
     *
     * @param config the training settings, after {@link LearningRateMatch#resolve}
     */
    public static Deformation deformation(TrainConfig config) {
        if (!config.deformation().lrMatched().isBlank()) {
            throw new IllegalArgumentException("train.deformation.lr-matched is set; call LearningRateMatch.resolve");
        }
        return deformation(config.deformation());
    }

    static Deformation deformation(DeformationConfig settings) {
        return switch (settings.function()) {
            case NONE -> Deformation.NONE;
            case ARCTAN_POWER -> new ArctanPower(settings.alpha(), settings.beta(), settings.gamma(), settings.delta());
            case LOG_EXP -> new LogExp(settings.c(), settings.c1(), settings.c2());
            case SECH -> new Sech(settings.amplitude(), settings.peak());
        };
    }

    private static GradientActivation activation(GradientConfig.Activation config) {
        return switch (config.function()) {
            case NONE -> IDENTITY;
            case ATAN -> new Arctan(config.alpha(), config.beta());
            case TANH -> new HyperbolicTangent(config.alpha(), config.beta());
            case LOG -> new SignedLogarithm(config.alpha(), config.beta());
            case ADAPTIVE -> new AdaptiveArctan(config.shrink(), config.gamma());
        };
    }

    private static ISchedule schedule(TrainConfig config, int stepsPerEpoch) {
        ScheduleConfig settings = config.schedule();
        RateCurve curve = curve(config);
        boolean byStep = settings.every() == ScheduleConfig.Every.STEP;
        return byStep || settings.warmUpEpochs() > 0
                ? new WarmUpRate(curve, settings.warmUpEpochs(), byStep ? stepsPerEpoch : 1)
                : curve;
    }

    private static RateCurve curve(TrainConfig config) {
        ScheduleConfig settings = config.schedule();
        double rate = config.learningRate();
        int epochs = config.epochs() - settings.warmUpEpochs();
        return switch (settings.kind()) {
            case CONSTANT -> new ConstantRate(rate);
            case STEP ->
                new StepRate(
                        rate,
                        settings.milestones().stream()
                                .map(milestone -> milestone - settings.warmUpEpochs())
                                .toList(),
                        settings.factor());
            case COSINE -> new CosineRate(rate, epochs, settings.minimum());
            case HTD -> new HyperbolicTangentRate(rate, epochs, settings.minimum(), settings.lower(), settings.upper());
        };
    }
}
