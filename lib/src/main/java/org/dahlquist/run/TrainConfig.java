package org.dahlquist.run;

import java.io.Serializable;
import java.util.List;

/**
 * How the network is trained.
 *
 * @param epochs passes over the training part
 * @param learningRate initial learning rate
 * @param schedule how it changes
 * @param optimiser what makes the steps
 * @param momentum momentum in PyTorch's form; unused by Adam
 * @param weightDecay coupled L2
 * @param decayVectors whether scales and shifts of normalisations, biases and trained coefficients decay too
 * @param gradient gradient activation function (GAF) and clipping
 * @param deformation vertical deformation of the loss (VDM)
 * @param augmentation random changes of training images
 * @param averaging how the workers work together
 * @param kernels what computes the steps
 * @param precision number type of activations and products
 * @param validateEvery epochs between evaluations on the test part; the last epoch is always evaluated
 * @param keepCheckpoints newest checkpoints to keep
 */
public record TrainConfig(
        int epochs,
        double learningRate,
        ScheduleConfig schedule,
        OptimiserConfig optimiser,
        double momentum,
        double weightDecay,
        boolean decayVectors,
        GradientConfig gradient,
        DeformationConfig deformation,
        Augmentation augmentation,
        Averaging averaging,
        Kernels kernels,
        Precision precision,
        int validateEvery,
        int keepCheckpoints) {
    static TrainConfig read(ConfigReader at) {
        TrainConfig config = new TrainConfig(
                at.intInRange("epochs", 1, 100_000),
                at.numberInRange("learning-rate", 1e-12, 1e3),
                ScheduleConfig.read(at.at("schedule")),
                OptimiserConfig.read(at.at("optimiser")),
                at.numberInRange("momentum", 0, 0.999999),
                at.numberInRange("weight-decay", 0, 1),
                at.flag("decay-vectors"),
                GradientConfig.read(at),
                DeformationConfig.read(at.at("deformation")),
                Augmentation.read(at.at("augmentation")),
                Averaging.read(at.at("averaging")),
                at.oneOf("kernels", Kernels.class),
                at.oneOf("precision", Precision.class),
                at.intInRange("validate-every", 1, 100_000),
                at.intInRange("keep-checkpoints", 1, 1000));
        config.requireFitting(at);
        return config;
    }

    private void requireFitting(ConfigReader at) {
        at.require(
                schedule.warmUpEpochs() < epochs, "schedule.warm-up-epochs", "must be below train.epochs = " + epochs);
        at.require(
                schedule.minimum() <= learningRate,
                "schedule.minimum",
                "must be at most train.learning-rate = " + learningRate);
        at.require(
                optimiser.kind() != OptimiserConfig.Kind.NESTEROV || momentum > 0,
                "momentum",
                "must be above 0 for train.optimiser.kind = nesterov");
        boolean active = gradient.activation().function() != GradientConfig.Function.NONE;
        at.require(
                optimiser.kind() != OptimiserConfig.Kind.ADAM
                        || !active
                        || gradient.activation().position() == GradientConfig.Position.GRADIENT,
                "gradient-activation.position",
                "must be gradient for train.optimiser.kind = adam");
        boolean ours = deformation.deforms()
                || gradient.clipping().kind() == GradientConfig.ClippingKind.NORM
                || gradient.activation().function() == GradientConfig.Function.ADAPTIVE
                || schedule.every() == ScheduleConfig.Every.STEP
                || precision == Precision.BFLOAT16;
        at.require(
                averaging.mode() != AveragingMode.UPSTREAM || !ours,
                "averaging.mode",
                "must be parameters or gradients for a deformed loss, clipping by norm, the adaptive activation, a"
                        + " schedule by steps or bfloat16");
    }

    /**
     * These settings with the plain loss.
     *
     * @param rate learning rate to train with
     */
    public TrainConfig undeformed(double rate) {
        DeformationConfig plain = new DeformationConfig(DeformationConfig.Function.NONE, 0, 1, 1, 1, 0, 1, 1, 1, 1, "");
        return new TrainConfig(
                epochs,
                rate,
                schedule,
                optimiser,
                momentum,
                weightDecay,
                decayVectors,
                gradient,
                plain,
                augmentation,
                averaging,
                kernels,
                precision,
                validateEvery,
                keepCheckpoints);
    }

    /** Whose kernels compute a training step. */
    public enum Kernels {
        /** The whole step in oneDNN primitives; the network's own layers where that isn't possible. */
        ONEDNN,
        /** The network's own layers on ND4J's operations. */
        ND4J
    }

    /** Number types of activations and products in training. */
    public enum Precision {
        /** 24-bit mantissa. */
        FLOAT32,
        /** 8-bit mantissa; parameters stay float32. */
        BFLOAT16
    }

    /** Kinds of random changes of training images. */
    public enum AugmentationKind {
        /** Crop and flip for raw images of the network's size, resized crops for all others. */
        AUTO,
        /** A crop of the original size out of the padded image. */
        CROP_FLIP,
        /** A part of random area and aspect, resized. */
        RESIZED_CROP
    }

    /**
     * Random changes of training images.
     *
     * @param kind which changes
     * @param cropPadding zero padding in pixels before a random crop to the original size; 0 turns cropping off
     * @param flip horizontal flip with probability one half
     * @param area of resized crops: smallest and largest fraction of the image's area
     * @param aspect of resized crops: smallest and largest width over height
     */
    @SuppressWarnings("serial") // the lists are immutable ones, which are serialisable
    public record Augmentation(
            AugmentationKind kind, int cropPadding, boolean flip, List<Double> area, List<Double> aspect)
            implements Serializable {
        static Augmentation read(ConfigReader at) {
            Augmentation augmentation = new Augmentation(
                    at.oneOf("kind", AugmentationKind.class),
                    at.intInRange("crop-padding", 0, 64),
                    at.flag("flip"),
                    at.numbers("area"),
                    at.numbers("aspect"));
            at.require(
                    isRange(augmentation.area()) && augmentation.area().get(1) <= 1,
                    "area",
                    "must be two ascending numbers above 0 and at most 1");
            at.require(isRange(augmentation.aspect()), "aspect", "must be two ascending numbers above 0");
            return augmentation;
        }

        private static boolean isRange(List<Double> numbers) {
            return numbers.size() == 2 && numbers.get(0) > 0 && numbers.get(0) <= numbers.get(1);
        }
    }

    /** How the workers' results become one. */
    public enum AveragingMode {
        /** Local steps, then the mean of parameters, updater state and statistics. */
        PARAMETERS,
        /** One step with the sum of the gradients. */
        GRADIENTS,
        /** DL4J's own parameter averaging, as a reference. */
        UPSTREAM
    }

    /**
     * How the workers work together.
     *
     * @param mode what is averaged
     * @param workers tasks side by side
     * @param frequency local steps between two averagings of parameters
     * @param slices parts of a minibatch whose gradients are summed; 0 for as many as workers
     * @param batchSizePerWorker minibatch of one worker, or a slice
     * @param roundTimeoutSeconds after which a round is given up
     */
    public record Averaging(
            AveragingMode mode,
            int workers,
            int frequency,
            int slices,
            int batchSizePerWorker,
            int roundTimeoutSeconds) {
        static Averaging read(ConfigReader at) {
            Averaging averaging = new Averaging(
                    at.oneOf("mode", AveragingMode.class),
                    at.intInRange("workers", 1, 4096),
                    at.intInRange("frequency", 1, 100_000),
                    at.intInRange("slices", 0, 65_536),
                    at.intInRange("batch-size-per-worker", 1, 65_536),
                    at.intInRange("round-timeout-seconds", 1, 1_000_000));
            at.require(
                    averaging.slices() == 0 || averaging.slices() >= averaging.workers(),
                    "slices",
                    "must be 0, or at least as many as workers");
            return averaging;
        }

        /** Parts of a minibatch whose gradients are summed. */
        public int sliceCount() {
            return slices == 0 ? workers : slices;
        }
    }
}
