package org.dahlquist.onednn;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.dahlquist.layer.Convolution;

/**
 * The primitives of one convolution.
 *
 * <p>Weights lie in the flat vector as [out, in, k, k] and are reordered into the kernels' layouts before each use,
 * which costs little; a factor of the gradient rides on these reorders. Winograd's F(4×4, 3×3) replaces the direct
 * algorithm where it is faster: 3×3, stride 1, float32, from 32 channels on (weight gradient: from 64).
 */
final class ConvolutionSteps {
    private static final int WINOGRAD_CHANNELS = 32;
    private static final int WINOGRAD_GRADIENT_CHANNELS = 64;

    private final OneDnn onednn;
    private final Tape tape;
    private final String layer;
    private final Tensor source;
    private final Tensor weights;
    private final long[] strides;
    private final long[] padding;
    private final long[] paddingAfter;
    private final Shape shape;
    private final boolean image;
    private convolution_forward.primitive_desc forward;

    /** Sizes of a convolution: minibatch, channels and pixels. */
    private record Shape(long n, long in, long height, long width, long out, long kernel, long stride, long padding) {
        long outHeight() {
            return (height + 2 * padding - kernel) / stride + 1;
        }

        long outWidth() {
            return (width + 2 * padding - kernel) / stride + 1;
        }

        long flops() {
            return 2 * n * out * outHeight() * outWidth() * in * kernel * kernel;
        }

        /** Pixels to add after the last one, so that exactly the outputs wanted fit; may be negative. */
        long paddingAfter(long size, long outSize) {
            return (outSize - 1) * stride + kernel - size - padding;
        }
    }

    /**
     * A convolution.
     *
     * @param source its input; an image as float32 NCHW where {@code image}
     * @param weights [out, in, k, k], float32
     */
    ConvolutionSteps(
            OneDnn onednn, Tape tape, String layer, Convolution conf, Tensor source, Tensor weights, boolean image) {
        this.onednn = onednn;
        this.tape = tape;
        this.layer = layer;
        this.source = source;
        this.weights = weights;
        this.image = image;
        memory.desc in = source.desc();
        this.shape = new Shape(
                in.dims().get(0),
                in.dims().get(1),
                in.dims().get(2),
                in.dims().get(3),
                conf.getNOut(),
                conf.getKernel(),
                conf.getStride(),
                conf.getPadding());
        this.strides = new long[] {shape.stride, shape.stride};
        this.padding = new long[] {shape.padding, shape.padding};
        this.paddingAfter = new long[] {
            shape.paddingAfter(shape.height, shape.outHeight()), shape.paddingAfter(shape.width, shape.outWidth())
        };
    }

    /** Adds the forward primitive of training. */
    Tensor forward() {
        Tensor out = Tensor.planned(blocked(shape.out, shape.outHeight(), shape.outWidth()));
        forward = forwardDescription(dnnl.prop_kind.forward_training, null, OneDnn.attributes());
        Tensor reordered = reordered(weights, forward.weights_desc(), 1, "weights");
        tape.add(new Call(layer, "forward", forward, new convolution_forward(forward), shape.flops())
                .with(dnnl.DNNL_ARG_SRC, source.as(forward.src_desc()))
                .with(dnnl.DNNL_ARG_WEIGHTS, reordered)
                .with(dnnl.DNNL_ARG_DST, out.as(forward.dst_desc())));
        return out;
    }

    /**
     * Adds the weight gradient, written to the flat vector.
     *
     * @param gradient gradient of the output, before the factor
     * @param factor multiplies it
     * @param flat [out, in, k, k], float32
     */
    void backwardWeights(Tensor gradient, float factor, Tensor flat) {
        convolution_backward_weights.primitive_desc description = backwardWeightsDescription();
        Tensor blocked = Tensor.planned(description.diff_weights_desc());
        tape.add(new Call(
                        layer,
                        "backward-weights",
                        description,
                        new convolution_backward_weights(description),
                        shape.flops())
                .with(dnnl.DNNL_ARG_SRC, source.as(description.src_desc()))
                .with(dnnl.DNNL_ARG_DIFF_DST, gradient.as(description.diff_dst_desc()))
                .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, blocked));
        reorder(blocked, flat, factor, "weight gradient");
    }

    /** Adds the input gradient: factor · (gradient of the output, back through the weights). */
    Tensor backwardData(Tensor gradient, float factor) {
        convolution_backward_data.primitive_desc description = backwardDataDescription();
        Tensor reordered = reordered(weights, description.weights_desc(), factor, "weights");
        Tensor out = Tensor.planned(source.desc());
        tape.add(
                new Call(layer, "backward-data", description, new convolution_backward_data(description), shape.flops())
                        .with(dnnl.DNNL_ARG_DIFF_DST, gradient.as(description.diff_dst_desc()))
                        .with(dnnl.DNNL_ARG_WEIGHTS, reordered)
                        .with(dnnl.DNNL_ARG_DIFF_SRC, out.as(description.diff_src_desc())));
        return out;
    }

    private convolution_forward.primitive_desc forwardDescription(
            dnnl.prop_kind kind, memory.desc bias, primitive_attr attributes) {
        if (isWinograd(WINOGRAD_CHANNELS)) {
            convolution_forward.primitive_desc fast = new convolution_forward.primitive_desc(
                    forwardDesc(kind, dnnl.algorithm.convolution_winograd, bias, false),
                    attributes,
                    onednn.engine(),
                    true);
            if (fast.asBoolean()) {
                return fast;
            }
        }
        return new convolution_forward.primitive_desc(
                forwardDesc(kind, dnnl.algorithm.convolution_direct, bias, isOneBlock()), attributes, onednn.engine());
    }

    private convolution_forward.desc forwardDesc(
            dnnl.prop_kind kind, dnnl.algorithm algorithm, memory.desc bias, boolean channelsLast) {
        memory.desc in = source(channelsLast);
        memory.desc out = destination(channelsLast);
        return bias == null
                ? new convolution_forward.desc(kind, algorithm, in, anyWeights(), out, strides, padding, paddingAfter)
                : new convolution_forward.desc(
                        kind, algorithm, in, anyWeights(), bias, out, strides, padding, paddingAfter);
    }

    private convolution_backward_weights.primitive_desc backwardWeightsDescription() {
        if (isWinograd(WINOGRAD_GRADIENT_CHANNELS)) {
            convolution_backward_weights.primitive_desc fast = new convolution_backward_weights.primitive_desc(
                    backwardWeightsDesc(dnnl.algorithm.convolution_winograd),
                    OneDnn.attributes(),
                    onednn.engine(),
                    hint(dnnl.algorithm.convolution_winograd),
                    true);
            if (fast.asBoolean()) {
                return fast;
            }
        }
        return new convolution_backward_weights.primitive_desc(
                backwardWeightsDesc(dnnl.algorithm.convolution_direct),
                OneDnn.attributes(),
                onednn.engine(),
                hint(dnnl.algorithm.convolution_direct));
    }

    private convolution_backward_weights.desc backwardWeightsDesc(dnnl.algorithm algorithm) {
        return new convolution_backward_weights.desc(
                algorithm, source(false), anyWeights(), destination(false), strides, padding, paddingAfter);
    }

    private convolution_backward_data.primitive_desc backwardDataDescription() {
        if (isWinograd(WINOGRAD_CHANNELS)) {
            convolution_backward_data.primitive_desc fast = new convolution_backward_data.primitive_desc(
                    backwardDataDesc(dnnl.algorithm.convolution_winograd),
                    OneDnn.attributes(),
                    onednn.engine(),
                    hint(dnnl.algorithm.convolution_winograd),
                    true);
            if (fast.asBoolean()) {
                return fast;
            }
        }
        return new convolution_backward_data.primitive_desc(
                backwardDataDesc(dnnl.algorithm.convolution_direct),
                OneDnn.attributes(),
                onednn.engine(),
                hint(dnnl.algorithm.convolution_direct));
    }

    private convolution_backward_data.desc backwardDataDesc(dnnl.algorithm algorithm) {
        return new convolution_backward_data.desc(
                algorithm, source(false), anyWeights(), destination(false), strides, padding, paddingAfter);
    }

    /** The forward description that backward ones are made with. */
    private convolution_forward.primitive_desc hint(dnnl.algorithm algorithm) {
        return new convolution_forward.primitive_desc(
                forwardDesc(dnnl.prop_kind.forward_training, algorithm, null, false),
                OneDnn.attributes(),
                onednn.engine());
    }

    private boolean isWinograd(int channels) {
        return onednn.isFloat32()
                && shape.kernel == 3
                && shape.stride == 1
                && shape.padding == 1
                && Math.min(shape.in, shape.out) >= channels;
    }

    /** Whether blocked and channels-last are the same bytes on both sides; the latter then has the faster kernel. */
    private boolean isOneBlock() {
        return !image && shape.in == onednn.block() && shape.out == onednn.block();
    }

    private memory.desc source(boolean channelsLast) {
        return channelsLast ? onednn.channelsLast(shape.n, shape.in, shape.height, shape.width) : source.desc();
    }

    private memory.desc destination(boolean channelsLast) {
        return channelsLast
                ? onednn.channelsLast(shape.n, shape.out, shape.outHeight(), shape.outWidth())
                : blocked(shape.out, shape.outHeight(), shape.outWidth());
    }

    private memory.desc blocked(long channels, long height, long width) {
        return onednn.blocked(shape.n, channels, height, width);
    }

    private memory.desc anyWeights() {
        return onednn.any(shape.out, shape.in, shape.kernel, shape.kernel);
    }

    private Tensor reordered(Tensor from, memory.desc layout, float factor, String what) {
        Tensor to = Tensor.planned(layout);
        reorder(from, to, factor, what);
        return to;
    }

    private void reorder(Tensor from, Tensor to, float factor, String what) {
        primitive_attr attributes = OneDnn.attributes();
        if (factor != 1) {
            attributes.set_output_scales(0, new float[] {factor});
        }
        reorder.primitive_desc description =
                new reorder.primitive_desc(onednn.engine(), from.desc(), onednn.engine(), to.desc(), attributes, false);
        tape.add(new Call(layer, what, description, new reorder(description), 0)
                .with(dnnl.DNNL_ARG_FROM, from)
                .with(dnnl.DNNL_ARG_TO, to));
    }
}
