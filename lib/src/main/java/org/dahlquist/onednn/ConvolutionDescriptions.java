package org.dahlquist.onednn;

import java.util.function.BiFunction;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_primitive_desc_handle;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * The primitive descriptions of one convolution, oneDNN's choice of an algorithm and its layouts for a shape.
 *
 * <p>Winograd's F(4×4, 3×3) replaces the direct algorithm where it is faster: 3×3, stride 1, float32, from 32 channels on
 * (weight gradient: from 64).
 */
final class ConvolutionDescriptions {
    private static final int WINOGRAD_CHANNELS = 32;
    private static final int WINOGRAD_GRADIENT_CHANNELS = 64;

    private final OneDnn onednn;
    private final memory.desc source;
    private final memory.desc weights;
    private final ConvolutionShape shape;
    private final boolean image;
    private final long[] strides;
    private final long[] padding;
    private final long[] paddingAfter;

    /**
     * A convolution.
     *
     * @param source its input; an image as float32 NCHW where {@code image}
     * @param weights [out, in, k, k], float32
     */
    ConvolutionDescriptions(
            OneDnn onednn, memory.desc source, memory.desc weights, ConvolutionShape shape, boolean image) {
        this.onednn = onednn;
        this.source = source;
        this.weights = weights;
        this.shape = shape;
        this.image = image;
        this.strides = shape.strides();
        this.padding = shape.paddingBefore();
        this.paddingAfter = shape.paddingAfter();
    }

    /** Whether the mirrored convolution has the same geometry, and the direct algorithm is the one to use. */
    boolean isMirrored() {
        return !image
                && shape.stride() == 1
                && 2 * shape.padding() == shape.kernel() - 1
                && shape.kernel() > 1
                && !isWinograd(WINOGRAD_CHANNELS);
    }

    /** The forward pass as the input gradient of the mirrored convolution, whose kernel is the faster one. */
    convolution_backward_data.primitive_desc mirroredForward() {
        memory.desc out = destination();
        memory.desc any = onednn.any(shape.in(), shape.out(), shape.kernel(), shape.kernel());
        return new convolution_backward_data.primitive_desc(
                new convolution_backward_data.desc(
                        dnnl.algorithm.convolution_direct, out, any, source, strides, padding, padding),
                OneDnn.attributes(),
                onednn.engine(),
                new convolution_forward.primitive_desc(
                        new convolution_forward.desc(
                                dnnl.prop_kind.forward_training,
                                dnnl.algorithm.convolution_direct,
                                out,
                                any,
                                source,
                                strides,
                                padding,
                                padding),
                        OneDnn.attributes(),
                        onednn.engine()));
    }

    /**
     * The forward pass.
     *
     * @param bias [out], float32; null for none
     */
    convolution_forward.primitive_desc forward(dnnl.prop_kind kind, memory.desc bias, primitive_attr attributes) {
        return fastest(
                WINOGRAD_CHANNELS,
                (algorithm, mayFail) -> new convolution_forward.primitive_desc(
                        forwardDesc(kind, algorithm, bias), attributes, onednn.engine(), mayFail));
    }

    /** Winograd's algorithm from {@code channels} on, where oneDNN has it for this shape; else the direct one. */
    private <D extends dnnl_primitive_desc_handle> D fastest(
            int channels, BiFunction<dnnl.algorithm, Boolean, D> description) {
        if (isWinograd(channels)) {
            D fast = description.apply(dnnl.algorithm.convolution_winograd, true);
            if (fast.asBoolean()) {
                return fast;
            }
        }
        return description.apply(dnnl.algorithm.convolution_direct, false);
    }

    private convolution_forward.desc forwardDesc(dnnl.prop_kind kind, dnnl.algorithm algorithm, memory.desc bias) {
        boolean last = kind == dnnl.prop_kind.forward_inference && isOneBlock();
        memory.desc in = last ? onednn.channelsLast(source) : source;
        memory.desc out = last ? onednn.channelsLast(destination()) : destination();
        return bias == null
                ? new convolution_forward.desc(kind, algorithm, in, anyWeights(), out, strides, padding, paddingAfter)
                : new convolution_forward.desc(
                        kind, algorithm, in, anyWeights(), bias, out, strides, padding, paddingAfter);
    }

    /** The gradient of the weights. */
    convolution_backward_weights.primitive_desc backwardWeights() {
        return fastest(
                WINOGRAD_GRADIENT_CHANNELS,
                (algorithm, mayFail) -> new convolution_backward_weights.primitive_desc(
                        backwardWeightsDesc(algorithm),
                        OneDnn.attributes(),
                        onednn.engine(),
                        hint(algorithm),
                        mayFail));
    }

    private convolution_backward_weights.desc backwardWeightsDesc(dnnl.algorithm algorithm) {
        return new convolution_backward_weights.desc(
                algorithm, source, onednn.anyFloat32(weights), destination(), strides, padding, paddingAfter);
    }

    /** The gradient of the source. */
    convolution_backward_data.primitive_desc backwardData() {
        return fastest(
                WINOGRAD_CHANNELS,
                (algorithm, mayFail) -> new convolution_backward_data.primitive_desc(
                        backwardDataDesc(algorithm), OneDnn.attributes(), onednn.engine(), hint(algorithm), mayFail));
    }

    private convolution_backward_data.desc backwardDataDesc(dnnl.algorithm algorithm) {
        return new convolution_backward_data.desc(
                algorithm, source, anyWeights(), destination(), strides, padding, paddingAfter);
    }

    /** The forward description that backward ones are made with. */
    private convolution_forward.primitive_desc hint(dnnl.algorithm algorithm) {
        return new convolution_forward.primitive_desc(
                forwardDesc(dnnl.prop_kind.forward_training, algorithm, null), OneDnn.attributes(), onednn.engine());
    }

    private boolean isWinograd(int channels) {
        return onednn.isFloat32()
                && shape.kernel() == 3
                && shape.stride() == 1
                && shape.padding() == 1
                && Math.min(shape.in(), shape.out()) >= channels;
    }

    /** Whether blocked and channels-last are the same bytes; the latter has the faster kernel while data is in cache. */
    private boolean isOneBlock() {
        return !image && shape.in() == onednn.block() && shape.out() == onednn.block();
    }

    /** Where the result lies: [n, out, height, width] in oneDNN's blocks. */
    memory.desc destination() {
        return onednn.blocked(shape.n(), shape.out(), shape.outHeight(), shape.outWidth());
    }

    private memory.desc anyWeights() {
        return onednn.any(shape.out(), shape.in(), shape.kernel(), shape.kernel());
    }
}
