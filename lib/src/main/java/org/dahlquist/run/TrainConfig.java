package org.dahlquist.run;

import java.util.List;

/**
 * How the network is trained.
 *
 * @param epochs passes over the training part
 * @param learningRate initial learning rate
 * @param schedule how it falls, per epoch
 * @param momentum momentum in PyTorch's form
 * @param weightDecay coupled L2, on all parameters
 * @param gradientActivation gradient activation function (GAF)
 * @param augmentation random changes of training images
 * @param deformation vertical deformation of the loss (VDM)
 * @param averaging how the workers work together
 * @param kernels what computes the steps
 * @param precision number type of activations and products
 * @param validateEvery epochs between evaluations on the test part; the last epoch is always evaluated
 * @param keepCheckpoints newest checkpoints to keep
 */
public record TrainConfig(
        int epochs,
        double learningRate,
        Schedule schedule,
        double momentum,
        double weightDecay,
        GradientActivation gradientActivation,
        Deformation deformation,
        Augmentation augmentation,
        Averaging averaging,
        Kernels kernels,
        Precision precision,
        int validateEvery,
        int keepCheckpoints) {
    static TrainConfig read(ConfigReader at) {
        return new TrainConfig(
                at.intInRange("epochs", 1, 100_000),
                at.numberInRange("learning-rate", 1e-12, 1e3),
                Schedule.read(at.at("schedule")),
                at.numberInRange("momentum", 0, 0.999999),
                at.numberInRange("weight-decay", 0, 1),
                GradientActivation.read(at.at("gradient-activation")),
                Deformation.read(at.at("deformation")),
                Augmentation.read(at.at("augmentation")),
                Averaging.read(at.at("averaging")),
                at.oneOf("kernels", Kernels.class),
                at.oneOf("precision", Precision.class),
                at.intInRange("validate-every", 1, 100_000),
                at.intInRange("keep-checkpoints", 1, 1000));
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

    /** Shapes of the learning-rate curve. */
    public enum ScheduleKind {
        /** Constant. */
        CONSTANT,
        /** Multiplied by a factor at milestones. */
        STEP,
        /** Half a cosine down to zero. */
        COSINE
    }

    /**
     * Learning-rate schedule.
     *
     * @param kind its shape
     * @param milestones epochs (from 1) at which a step schedule multiplies the rate
     * @param factor what it multiplies by
     */
    public record Schedule(ScheduleKind kind, List<Integer> milestones, double factor) {
        static Schedule read(ConfigReader at) {
            Schedule schedule = new Schedule(
                    at.oneOf("kind", ScheduleKind.class),
                    at.wholeNumbers("milestones"),
                    at.numberInRange("factor", 1e-12, 1));
            List<Integer> milestones = schedule.milestones();
            boolean ordered = milestones.stream().allMatch(epoch -> epoch >= 1)
                    && milestones.stream().sorted().distinct().toList().equals(milestones);
            at.require(ordered, "milestones", "must be increasing epochs, from 1");
            at.require(
                    schedule.kind() != ScheduleKind.STEP || !milestones.isEmpty(),
                    "milestones",
                    "must name at least one epoch for a step schedule");
            return schedule;
        }
    }

    /** Gradient activation functions. */
    public enum ActivationFunction {
        /** Identity: plain SGD. */
        NONE,
        /** alpha · atan(beta · g). */
        ATAN
    }

    /** Where the function acts. */
    public enum ActivationPosition {
        /** On the gradient, before weight decay and momentum (SGD_atan). */
        GRADIENT,
        /** On the momentum buffer, after weight decay (SGD_atanMom). */
        MOMENTUM
    }

    /**
     * Gradient activation.
     *
     * @param function the function
     * @param position where it acts
     * @param alpha output scale
     * @param beta input scale
     */
    public record GradientActivation(
            ActivationFunction function, ActivationPosition position, double alpha, double beta) {
        static GradientActivation read(ConfigReader at) {
            return new GradientActivation(
                    at.oneOf("function", ActivationFunction.class),
                    at.oneOf("position", ActivationPosition.class),
                    at.numberInRange("alpha", 1e-9, 1e9),
                    at.numberInRange("beta", 1e-9, 1e9));
        }
    }

    /**
     * Random changes of training images.
     *
     * @param cropPadding zero padding in pixels before a random crop to the original size; 0 turns cropping off
     * @param flip horizontal flip with probability one half
     */
    public record Augmentation(int cropPadding, boolean flip) {
        static Augmentation read(ConfigReader at) {
            return new Augmentation(at.intInRange("crop-padding", 0, 64), at.flag("flip"));
        }
    }

    /** Deformations of the loss. */
    public enum DeformationFunction {
        /** The plain loss. */
        NONE,
        /** α·atan(βℓ)^γ + δℓ. */
        ARCTAN_POWER,
        /** log(e^ℓ − c). */
        LOG_EXP
    }

    /**
     * Vertical deformation of the loss.
     *
     * @param function the function
     * @param alpha weight of arctan-power's arctangent
     * @param beta its scale
     * @param gamma its power
     * @param delta weight of the plain loss in arctan-power
     * @param c log-exp's constant, below 1
     */
    public record Deformation(
            DeformationFunction function, double alpha, double beta, double gamma, double delta, double c) {
        static Deformation read(ConfigReader at) {
            return new Deformation(
                    at.oneOf("function", DeformationFunction.class),
                    at.numberInRange("alpha", 0, 1e6),
                    at.numberInRange("beta", 1e-6, 1e6),
                    at.numberInRange("gamma", 1, 100),
                    at.numberInRange("delta", 0, 1e6),
                    at.numberInRange("c", 0, 0.999999));
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
