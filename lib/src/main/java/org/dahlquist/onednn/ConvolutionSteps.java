package org.dahlquist.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
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
 * which costs little; a factor of the gradient rides on these reorders.
 */
final class ConvolutionSteps implements TrainedConvolution {
    private final OneDnn onednn;
    private final Tape tape;
    private final String layer;
    private final Tensor source;
    private final Tensor weights;
    private final ConvolutionShape shape;
    private final ConvolutionDescriptions descriptions;

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
        this.shape = ConvolutionShape.of(source.desc(), conf);
        this.descriptions = new ConvolutionDescriptions(onednn, source.desc(), weights.desc(), shape, image);
    }

    @Override
    public Tensor forward() {
        if (descriptions.isMirrored()) {
            return mirroredForward();
        }
        Tensor out = Tensor.planned(descriptions.destination());
        convolution_forward.primitive_desc forward =
                descriptions.forward(dnnl.prop_kind.forward_training, null, OneDnn.attributes());
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
        convolution_forward.primitive_desc forward =
                descriptions.forward(dnnl.prop_kind.forward_inference, bias == null ? null : bias.desc(), attributes);
        Tensor reordered = Tensor.planned(forward.weights_desc());
        reordered.region().keep();
        tape.addOnce(reordering(weights, reordered, 1, "weights"));
        Tensor out = onto == null ? Tensor.planned(descriptions.destination()) : onto;
        Call call = new Call(layer, "forward", forward, new convolution_forward(forward), shape.flops())
                .with(dnnl.DNNL_ARG_SRC, source.as(forward.src_desc()))
                .with(dnnl.DNNL_ARG_WEIGHTS, reordered)
                .with(dnnl.DNNL_ARG_DST, out.as(forward.dst_desc()));
        tape.add(bias == null ? call : call.with(dnnl.DNNL_ARG_BIAS, bias));
        return out;
    }

    /** Adds the forward pass as the input gradient of the mirrored convolution, whose kernel is the faster one. */
    private Tensor mirroredForward() {
        Tensor mirrored = Tensor.planned(OneDnn.plain(shape.in(), shape.out(), shape.kernel(), shape.kernel()));
        tape.add(() -> mirror(weights.floats(), mirrored.floats()), weights, mirrored);
        convolution_backward_data.primitive_desc description = descriptions.mirroredForward();
        Tensor result = Tensor.planned(descriptions.destination());
        tape.add(new Call(layer, "forward", description, new convolution_backward_data(description), shape.flops())
                .with(dnnl.DNNL_ARG_DIFF_DST, source)
                .with(dnnl.DNNL_ARG_WEIGHTS, reordered(mirrored, description.weights_desc(), 1, "weights"))
                .with(dnnl.DNNL_ARG_DIFF_SRC, result));
        return result;
    }

    /** mirrored[i][o][y][x] = weights[o][i][k−1−y][k−1−x]. */
    private void mirror(FloatBuffer from, FloatBuffer to) {
        int in = (int) shape.in();
        int out = (int) shape.out();
        int window = (int) (shape.kernel() * shape.kernel());
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                for (int k = 0; k < window; k++) {
                    to.put((i * out + o) * window + window - 1 - k, from.get((o * in + i) * window + k));
                }
            }
        }
    }

    @Override
    public void backwardWeights(Tensor gradient, float factor, Tensor flat) {
        convolution_backward_weights.primitive_desc description = descriptions.backwardWeights();
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
        convolution_backward_data.primitive_desc description = descriptions.backwardData();
        Tensor reordered = reordered(weights, description.weights_desc(), factor, "weights");
        Tensor out = Tensor.planned(source.desc());
        tape.add(
                new Call(layer, "backward-data", description, new convolution_backward_data(description), shape.flops())
                        .with(dnnl.DNNL_ARG_DIFF_DST, gradient.as(description.diff_dst_desc()))
                        .with(dnnl.DNNL_ARG_WEIGHTS, reordered)
                        .with(dnnl.DNNL_ARG_DIFF_SRC, out.as(description.diff_src_desc())));
        return out;
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
