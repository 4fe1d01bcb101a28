package org.dahlquist.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.reorder;

/** The head of a network: global average pooling, linear layer, softmax with cross-entropy. */
final class OutputSteps {
    private final OneDnn onednn;
    private final Tape tape;
    private final int rows;
    private pooling_forward.primitive_desc pooling;
    private Tensor pooled;
    private inner_product_forward.primitive_desc product;
    private Tensor features;
    private Tensor logits;

    OutputSteps(OneDnn onednn, Tape tape, int rows) {
        this.onednn = onednn;
        this.tape = tape;
        this.rows = rows;
    }

    /** Adds the mean over the pixels: [n, c, h, w] → float32 [n, c]. */
    Tensor pool(String layer, Tensor source, boolean training) {
        long channels = source.desc().dims().get(1);
        if (channels % onednn.block() != 0) {
            throw new UnsupportedGraphException(
                    layer + " pools " + channels + " channels, no multiple of " + onednn.block());
        }
        long[] window = {source.desc().dims().get(2), source.desc().dims().get(3)};
        long[] none = {0, 0};
        pooled = Tensor.planned(onednn.blocked(rows, channels, 1, 1));
        pooling = new pooling_forward.primitive_desc(
                new pooling_forward.desc(
                        training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
                        dnnl.algorithm.pooling_avg_exclude_padding,
                        source.desc(),
                        pooled.desc(),
                        window,
                        window,
                        none,
                        none),
                OneDnn.attributes(),
                onednn.engine());
        tape.add(new Call(layer, "forward", pooling, new pooling_forward(pooling), 0)
                .with(dnnl.DNNL_ARG_SRC, source)
                .with(dnnl.DNNL_ARG_DST, pooled));
        features = converted(layer, pooled.as(onednn.matrix(rows, channels)), OneDnn.plain(rows, channels));
        return features;
    }

    /** Adds the linear layer: float32 [n, in] · [classes, in]ᵀ + bias → [n, classes]. */
    Tensor linear(String layer, Tensor weights, Tensor bias) {
        long in = features.desc().dims().get(1);
        long classes = weights.desc().dims().get(0);
        logits = Tensor.planned(OneDnn.plain(rows, classes));
        product = new inner_product_forward.primitive_desc(
                new inner_product_forward.desc(
                        dnnl.prop_kind.forward_training, features.desc(), weights.desc(), bias.desc(), logits.desc()),
                OneDnn.attributes(),
                onednn.engine());
        tape.add(new Call(layer, "forward", product, new inner_product_forward(product), 2L * rows * in * classes)
                .with(dnnl.DNNL_ARG_SRC, features)
                .with(dnnl.DNNL_ARG_WEIGHTS, weights)
                .with(dnnl.DNNL_ARG_BIAS, bias)
                .with(dnnl.DNNL_ARG_DST, logits));
        return logits;
    }

    /** Adds the gradients of the linear layer's weights and bias, from that of the logits. */
    void linearGradients(String layer, Tensor gradient, Tensor flatWeights, Tensor flatBias) {
        inner_product_backward_weights.primitive_desc description = new inner_product_backward_weights.primitive_desc(
                new inner_product_backward_weights.desc(
                        features.desc(), flatWeights.desc(), flatBias.desc(), gradient.desc()),
                OneDnn.attributes(),
                onednn.engine(),
                product);
        tape.add(new Call(
                        layer,
                        "backward-weights",
                        description,
                        new inner_product_backward_weights(description),
                        flops(flatWeights))
                .with(dnnl.DNNL_ARG_SRC, features)
                .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
                .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, flatWeights)
                .with(dnnl.DNNL_ARG_DIFF_BIAS, flatBias));
    }

    /** Adds the gradient of the pooled features. */
    Tensor linearInputGradient(String layer, Tensor gradient, Tensor weights) {
        inner_product_backward_data.primitive_desc description = new inner_product_backward_data.primitive_desc(
                new inner_product_backward_data.desc(features.desc(), weights.desc(), gradient.desc()),
                OneDnn.attributes(),
                onednn.engine(),
                product);
        Tensor out = Tensor.planned(features.desc());
        tape.add(new Call(
                        layer,
                        "backward-data",
                        description,
                        new inner_product_backward_data(description),
                        flops(weights))
                .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
                .with(dnnl.DNNL_ARG_WEIGHTS, weights)
                .with(dnnl.DNNL_ARG_DIFF_SRC, out));
        return out;
    }

    /** Adds the gradient before the pooling. */
    Tensor poolGradient(String layer, Tensor gradient, memory.desc source) {
        long channels = source.dims().get(1);
        long[] window = {source.dims().get(2), source.dims().get(3)};
        long[] none = {0, 0};
        Tensor converted =
                converted(layer, gradient, onednn.matrix(rows, channels)).as(pooled.desc());
        pooling_backward.primitive_desc description = new pooling_backward.primitive_desc(
                new pooling_backward.desc(
                        dnnl.algorithm.pooling_avg_exclude_padding, source, pooled.desc(), window, window, none, none),
                OneDnn.attributes(),
                onednn.engine(),
                pooling);
        Tensor out = Tensor.planned(source);
        tape.add(new Call(layer, "backward", description, new pooling_backward(description), 0)
                .with(dnnl.DNNL_ARG_DIFF_DST, converted)
                .with(dnnl.DNNL_ARG_DIFF_SRC, out));
        return out;
    }

    /** Replaces each row of logits by softmax(row), in float64. */
    static void softmax(FloatBuffer values, int rows, int classes) {
        for (int row = 0; row < rows; row++) {
            int start = row * classes;
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                largest = Math.max(largest, values.get(start + c));
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(values.get(start + c) - largest);
            }
            for (int c = 0; c < classes; c++) {
                values.put(start + c, (float) (Math.exp(values.get(start + c) - largest) / sum));
            }
        }
    }

    private long flops(Tensor weights) {
        return 2L * rows * weights.desc().dims().get(0) * weights.desc().dims().get(1);
    }

    /** Adds the conversion between float32 and the activations' type; nothing where they are the same. */
    Tensor converted(String layer, Tensor from, memory.desc to) {
        if (onednn.isFloat32()) {
            return from.as(to);
        }
        Tensor out = Tensor.planned(to);
        reorder.primitive_desc description = new reorder.primitive_desc(
                onednn.engine(), from.desc(), onednn.engine(), to, OneDnn.attributes(), false);
        tape.add(new Call(layer, "convert", description, new reorder(description), 0)
                .with(dnnl.DNNL_ARG_FROM, from)
                .with(dnnl.DNNL_ARG_TO, out));
        return out;
    }
}
