package org.dahlquist.onednn;

import java.nio.FloatBuffer;
import java.util.function.BiFunction;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_primitive_desc_handle;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
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
final class ConvolutionSteps implements TrainedConvolution {
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

    @Override
    public Tensor forward() {
        if (isMirrored()) {
            return mirroredForward();
        }
        Tensor out = Tensor.planned(destination());
        forward = forwardDescription(dnnl.prop_kind.forward_training, null, OneDnn.attributes());
        Tensor reordered = reordered(weights, forward.weights_desc(), 1, "weights");
        tape.add(new Call(layer, "forward", forward, new convolution_forward(forward), shape.flops())
                .with(dnnl.DNNL_ARG_SRC, source.as(forward.src_desc()))
                .with(dnnl.DNNL_ARG_WEIGHTS, reordered)
                .with(dnnl.DNNL_ARG_DST, out.as(forward.dst_desc())));
        return out;
    }

    /**
     * Adds the forward primitive of inference: max(0, weights ∗ source + bias + onto), each part where asked for. The
     * weights are reordered once.
     *
     * @param bias [out], float32; null for none
     * @param onto what the result is added to, in place; null for none
     * @param rectified whether ReLU comes last
     */
    Tensor inference(Tensor bias, Tensor onto, boolean rectified) {
        primitive_attr attributes = OneDnn.attributes();
        post_ops operations = new post_ops();
        if (onto != null) {
            operations.append_sum();
        }
        if (rectified) {
            operations.append_eltwise(1, dnnl.algorithm.eltwise_relu, 0, 0);
        }
        attributes.set_post_ops(operations);
        forward = forwardDescription(dnnl.prop_kind.forward_inference, bias == null ? null : bias.desc(), attributes);
        Tensor reordered = Tensor.planned(forward.weights_desc());
        reordered.region().keep();
        tape.addOnce(reordering(weights, reordered, 1, "weights"));
        Tensor out = onto == null ? Tensor.planned(destination()) : onto;
        Call call = new Call(layer, "forward", forward, new convolution_forward(forward), shape.flops())
                .with(dnnl.DNNL_ARG_SRC, source.as(forward.src_desc()))
                .with(dnnl.DNNL_ARG_WEIGHTS, reordered)
                .with(dnnl.DNNL_ARG_DST, out.as(forward.dst_desc()));
        tape.add(bias == null ? call : call.with(dnnl.DNNL_ARG_BIAS, bias));
        return out;
    }

    /** Adds the forward pass as the input gradient of the mirrored convolution, whose kernel is the faster one. */
    private Tensor mirroredForward() {
        Tensor mirrored = Tensor.planned(OneDnn.plain(shape.in, shape.out, shape.kernel, shape.kernel));
        tape.add(() -> mirror(weights.floats(), mirrored.floats()), weights, mirrored);
        memory.desc in = source.desc();
        memory.desc out = destination();
        memory.desc any = onednn.any(shape.in, shape.out, shape.kernel, shape.kernel);
        convolution_backward_data.primitive_desc description = new convolution_backward_data.primitive_desc(
                new convolution_backward_data.desc(
                        dnnl.algorithm.convolution_direct, out, any, in, strides, padding, padding),
                OneDnn.attributes(),
                onednn.engine(),
                new convolution_forward.primitive_desc(
                        new convolution_forward.desc(
                                dnnl.prop_kind.forward_training,
                                dnnl.algorithm.convolution_direct,
                                out,
                                any,
                                in,
                                strides,
                                padding,
                                padding),
                        OneDnn.attributes(),
                        onednn.engine()));
        Tensor result = Tensor.planned(out);
        tape.add(new Call(layer, "forward", description, new convolution_backward_data(description), shape.flops())
                .with(dnnl.DNNL_ARG_DIFF_DST, source)
                .with(dnnl.DNNL_ARG_WEIGHTS, reordered(mirrored, description.weights_desc(), 1, "weights"))
                .with(dnnl.DNNL_ARG_DIFF_SRC, result));
        return result;
    }

    /** mirrored[i][o][y][x] = weights[o][i][k−1−y][k−1−x]. */
    private void mirror(FloatBuffer from, FloatBuffer to) {
        int in = (int) shape.in;
        int out = (int) shape.out;
        int window = (int) (shape.kernel * shape.kernel);
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                for (int k = 0; k < window; k++) {
                    to.put((i * out + o) * window + window - 1 - k, from.get((o * in + i) * window + k));
                }
            }
        }
    }

    /** Whether the mirrored convolution has the same geometry, and the direct algorithm is the one to use. */
    private boolean isMirrored() {
        return !image
                && shape.stride == 1
                && 2 * shape.padding == shape.kernel - 1
                && shape.kernel > 1
                && !isWinograd(WINOGRAD_CHANNELS);
    }

    @Override
    public void backwardWeights(Tensor gradient, float factor, Tensor flat) {
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

    @Override
    public Tensor backwardData(Tensor gradient, float factor) {
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
        memory.desc in = last ? onednn.channelsLast(source.desc()) : source.desc();
        memory.desc out = last ? onednn.channelsLast(destination()) : destination();
        return bias == null
                ? new convolution_forward.desc(kind, algorithm, in, anyWeights(), out, strides, padding, paddingAfter)
                : new convolution_forward.desc(
                        kind, algorithm, in, anyWeights(), bias, out, strides, padding, paddingAfter);
    }

    private convolution_backward_weights.primitive_desc backwardWeightsDescription() {
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
                algorithm,
                source.desc(),
                onednn.anyFloat32(weights.desc()),
                destination(),
                strides,
                padding,
                paddingAfter);
    }

    private convolution_backward_data.primitive_desc backwardDataDescription() {
        return fastest(
                WINOGRAD_CHANNELS,
                (algorithm, mayFail) -> new convolution_backward_data.primitive_desc(
                        backwardDataDesc(algorithm), OneDnn.attributes(), onednn.engine(), hint(algorithm), mayFail));
    }

    private convolution_backward_data.desc backwardDataDesc(dnnl.algorithm algorithm) {
        return new convolution_backward_data.desc(
                algorithm, source.desc(), anyWeights(), destination(), strides, padding, paddingAfter);
    }

    /** The forward description that backward ones are made with. */
    private convolution_forward.primitive_desc hint(dnnl.algorithm algorithm) {
        return new convolution_forward.primitive_desc(
                forwardDesc(dnnl.prop_kind.forward_training, algorithm, null), OneDnn.attributes(), onednn.engine());
    }

    private boolean isWinograd(int channels) {
        return onednn.isFloat32()
                && shape.kernel == 3
                && shape.stride == 1
                && shape.padding == 1
                && Math.min(shape.in, shape.out) >= channels;
    }

    /** Whether blocked and channels-last are the same bytes; the latter has the faster kernel while data is in cache. */
    private boolean isOneBlock() {
        return !image && shape.in == onednn.block() && shape.out == onednn.block();
    }

    private memory.desc destination() {
        return blocked(shape.out, shape.outHeight(), shape.outWidth());
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
        tape.add(reordering(from, to, factor, what));
    }

    private Call reordering(Tensor from, Tensor to, float factor, String what) {
        primitive_attr attributes = OneDnn.attributes();
        if (factor != 1) {
            attributes.set_output_scales(0, new float[] {factor});
        }
        reorder.primitive_desc description =
                new reorder.primitive_desc(onednn.engine(), from.desc(), onednn.engine(), to.desc(), attributes, false);
        return new Call(layer, what, description, new reorder(description), 0)
                .with(dnnl.DNNL_ARG_FROM, from)
                .with(dnnl.DNNL_ARG_TO, to);
    }
}
