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
 * @param averaging parameter averaging over the workers
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
        Augmentation augmentation,
        Averaging averaging,
        int validateEvery,
        int keepCheckpoints) {
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
    public record Schedule(ScheduleKind kind, List<Integer> milestones, double factor) {}

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
            ActivationFunction function, ActivationPosition position, double alpha, double beta) {}

    /**
     * Random changes of training images.
     *
     * @param cropPadding zero padding in pixels before a random crop to the original size; 0 turns cropping off
     * @param flip horizontal flip with probability one half
     */
    public record Augmentation(int cropPadding, boolean flip) {}

    /**
     * Parameter averaging.
     *
     * @param workers models trained side by side
     * @param frequency local steps between two averagings
     * @param batchSizePerWorker minibatch of one worker
     */
    public record Averaging(int workers, int frequency, int batchSizePerWorker) {}
}
