package org.dahlquist.layer;

import java.util.List;
import java.util.Objects;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Two-dimensional convolution: [N, in, H, W] → [N, out, H', W'] with
 * H' = ⌊(H + 2·padding − kernel)/stride⌋ + 1, W' likewise.
 *
 * <p>One parameter {@code W} of shape [out, in/groups, kernel, kernel] in C order, PyTorch's layout, drawn from
 * N(0, √(2/(kernel²·out))) (He et al., "Delving Deep into Rectifiers", ICCV 2015, the fan-out form). With bias also
 * {@code b} of length out, and both are drawn from U(±1/√(kernel²·in/groups)), PyTorch's rule. Of several groups each
 * sees its own in/groups channels and gives out/groups; groups = in = out is a depthwise convolution.
 * Calls ND4J's {@code conv2d}, {@code depthwise_conv2d} and their gradients, which use oneDNN in float32 on a CPU;
 * stock DL4J's layer falls back to im2col. Cost: 2·N·out·H'·W'·in/groups·kernel² operations forward, twice that
 * backward.
 */
public final class Convolution extends ImageLayer {
    private static final long serialVersionUID = 1L;

    private int kernel;
    private int stride;
    private int padding;
    private int groups = 1;
    private boolean biased;
    private long initialSeed;

    /** For JSON only. */
    public Convolution() {}

    /**
     * A square convolution without bias, in one group.
     *
     * @param in input channels, at least 1
     * @param out output channels, at least 1
     * @param kernel side of the kernel in pixels, at least 1
     * @param stride step in pixels, at least 1
     * @param padding zeros added on each side, from 0 to kernel − 1
     * @param initialSeed seed of the initial weights
     * @throws DahlquistException if a value is out of range
     */
    public Convolution(int in, int out, int kernel, int stride, int padding, long initialSeed) {
        if (in < 1 || out < 1 || kernel < 1 || stride < 1 || padding < 0 || padding >= kernel) {
            throw DahlquistException.config(
                    "a convolution needs in, out, kernel, stride >= 1 and 0 <= padding < kernel,"
                            + " but has in %d, out %d, kernel %d, stride %d, padding %d",
                    in, out, kernel, stride, padding);
        }
        this.nIn = in;
        this.nOut = out;
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
        this.initialSeed = initialSeed;
    }

    /**
     * This convolution in groups, with the same initial seed.
     *
     * @param count a common divisor of the input and output channels
     * @throws DahlquistException if it isn't one
     */
    public Convolution withGroups(int count) {
        if (count < 1 || nIn % count != 0 || nOut % count != 0) {
            throw DahlquistException.config(
                    "groups of a convolution must divide its channels, but are %d of in %d, out %d", count, nIn, nOut);
        }
        Convolution grouped = (Convolution) clone();
        grouped.groups = count;
        return grouped;
    }

    /** This convolution with a bias. */
    public Convolution withBias() {
        Convolution withBias = (Convolution) clone();
        withBias.biased = true;
        return withBias;
    }

    /** Side of the kernel in pixels. */
    public int getKernel() {
        return kernel;
    }

    /** For JSON only. */
    public void setKernel(int kernel) {
        this.kernel = kernel;
    }

    /** Step in pixels. */
    public int getStride() {
        return stride;
    }

    /** For JSON only. */
    public void setStride(int stride) {
        this.stride = stride;
    }

    /** Zeros added on each side. */
    public int getPadding() {
        return padding;
    }

    /** For JSON only. */
    public void setPadding(int padding) {
        this.padding = padding;
    }

    /** Groups of channels. */
    public int getGroups() {
        return groups;
    }

    /** For JSON only. */
    public void setGroups(int groups) {
        this.groups = groups;
    }

    /** Whether a bias is added. */
    public boolean isBiased() {
        return biased;
    }

    /** For JSON only. */
    public void setBiased(boolean biased) {
        this.biased = biased;
    }

    /** Whether every channel is a group of its own. */
    boolean isDepthwise() {
        return groups > 1 && groups == nIn && groups == nOut;
    }

    /** Values that one output is the sum of. */
    public long fanIn() {
        return nIn / groups * kernel * kernel;
    }

    /** Seed of the initial weights. */
    public long getInitialSeed() {
        return initialSeed;
    }

    /** For JSON only. */
    public void setInitialSeed(long initialSeed) {
        this.initialSeed = initialSeed;
    }

    /** Pixels of the output along an axis of {@code pixels}: ⌊(pixels + 2·padding − kernel)/stride⌋ + 1. */
    long outputSize(long pixels) {
        return (pixels + 2L * padding - kernel) / stride + 1;
    }

    @Override
    BaseLayer<?> computing(NeuralNetConfiguration conf, DataType type) {
        return new ConvolutionLayer(conf, type);
    }

    @Override
    public ParamInitializer initializer() {
        return ConvolutionParameters.INSTANCE;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String parameter) {
        return ConvolutionParameters.BIAS.equals(parameter) ? regularizationBias : regularization;
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        InputType.InputTypeConvolutional images = images(input);
        return InputType.convolutional(outputSize(images.getHeight()), outputSize(images.getWidth()), nOut);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Convolution that
                && super.equals(that)
                && kernel == that.kernel
                && stride == that.stride
                && padding == that.padding
                && groups == that.groups
                && biased == that.biased
                && initialSeed == that.initialSeed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), kernel, stride, padding, groups, biased, initialSeed);
    }
}
