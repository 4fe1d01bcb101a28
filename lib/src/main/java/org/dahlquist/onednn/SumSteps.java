package org.dahlquist.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.sum;

/** Weighted sums of activations of one shape, and the ReLU after them. */
final class SumSteps {
    private static final int FUSED_TERMS = 4;
    private static final int LAST_POST_OPERATION = 1; // after the sum
    private static final int BINARY_POST_OPERAND =
            dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (LAST_POST_OPERATION + 1) | dnnl.DNNL_ARG_SRC_1;

    private final OneDnn onednn;
    private final Tape tape;

    /**
     * A summand.
     *
     * @param weight multiplies the values
     * @param tensor the values
     */
    record Term(float weight, Tensor tensor) {}

    SumSteps(OneDnn onednn, Tape tape) {
        this.onednn = onednn;
        this.tape = tape;
    }

    /**
     * Adds Σ weight·tensor; terms of weight 0 are left out, but for the first.
     *
     * @param all at least one
     * @param inPlace whether the first term's memory takes the sum
     */
    Tensor sum(String layer, String what, List<Term> all, boolean inPlace) {
        List<Term> terms = new ArrayList<>(all.subList(0, 1));
        all.stream().skip(1).filter(term -> term.weight() != 0).forEach(terms::add);
        if (inPlace && onednn.isFloat32() && terms.size() > 1 && terms.size() <= FUSED_TERMS) {
            return accumulate(layer, what, terms);
        }
        memory.desc desc = terms.get(0).tensor().desc();
        List<Term> summands = onednn.isFloat32() ? terms : inBfloat16(terms);
        float[] weights = new float[summands.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = summands.get(i).weight();
        }
        sum.primitive_desc description = new sum.primitive_desc(
                desc,
                weights,
                OneDnn.array(summands.stream().map(term -> term.tensor().desc()).toList()),
                onednn.engine(),
                OneDnn.attributes());
        Tensor out = inPlace ? terms.get(0).tensor() : Tensor.planned(desc);
        Call call = new Call(layer, what, description, new sum(description), 0).with(dnnl.DNNL_ARG_DST, out);
        for (int i = 0; i < weights.length; i++) {
            call.with(dnnl.DNNL_ARG_MULTIPLE_SRC + i, summands.get(i).tensor());
        }
        tape.add(call);
        return out;
    }

    /**
     * Adds the sum over its first term as one generated kernel: oneDNN's own sum is compiled for any processor, and
     * half as fast.
     *
     * <p>(w₁/w·x₁ + w₂/w·x₂ + w₀/w·x₀ + x₃)·w with w = w₃ for four terms; for fewer w = 1 and terms are left out.
     */
    private Tensor accumulate(String layer, String what, List<Term> terms) {
        Tensor out = terms.get(0).tensor();
        boolean pair = terms.size() == 2;
        float factor = terms.size() == FUSED_TERMS ? terms.get(3).weight() : 1;
        Term left = terms.get(pair ? 0 : 1);
        Term right = terms.get(pair ? 1 : 2);
        primitive_attr attributes = OneDnn.attributes();
        attributes.set_scales(dnnl.DNNL_ARG_SRC_0, 0, new float[] {left.weight() / factor});
        attributes.set_scales(dnnl.DNNL_ARG_SRC_1, 0, new float[] {right.weight() / factor});
        post_ops operations = new post_ops();
        if (!pair) {
            operations.append_sum(terms.get(0).weight() / factor, memory.data_type.undef);
        }
        if (terms.size() == FUSED_TERMS) {
            operations.append_binary(
                    dnnl.algorithm.binary_add, terms.get(3).tensor().desc());
            operations.append_eltwise(1, dnnl.algorithm.eltwise_linear, factor, 0);
        }
        attributes.set_post_ops(operations);
        binary.primitive_desc description = new binary.primitive_desc(
                new binary.desc(
                        dnnl.algorithm.binary_add,
                        left.tensor().desc(),
                        right.tensor().desc(),
                        out.desc()),
                attributes,
                onednn.engine());
        Call call = new Call(layer, what, description, new binary(description), 0)
                .with(dnnl.DNNL_ARG_SRC_0, left.tensor())
                .with(dnnl.DNNL_ARG_SRC_1, right.tensor())
                .with(dnnl.DNNL_ARG_DST, out);
        if (terms.size() == FUSED_TERMS) {
            call.with(BINARY_POST_OPERAND, terms.get(3).tensor());
        }
        tape.add(call);
        return out;
    }

    /** Adds max(0, first + second), written over the first. */
    Tensor rectifiedPair(String layer, Tensor first, Tensor second) {
        post_ops relu = new post_ops();
        relu.append_eltwise(1, dnnl.algorithm.eltwise_relu, 0, 0);
        primitive_attr attributes = OneDnn.attributes();
        attributes.set_post_ops(relu);
        binary.primitive_desc description = new binary.primitive_desc(
                new binary.desc(dnnl.algorithm.binary_add, first.desc(), second.desc(), first.desc()),
                attributes,
                onednn.engine());
        tape.add(new Call(layer, "forward", description, new binary(description), 0)
                .with(dnnl.DNNL_ARG_SRC_0, first)
                .with(dnnl.DNNL_ARG_SRC_1, second)
                .with(dnnl.DNNL_ARG_DST, first));
        return first;
    }

    /** Adds max(0, values), in place. */
    void rectify(String layer, Tensor values) {
        eltwise_forward.primitive_desc description = rectifier(values);
        tape.add(new Call(layer, "forward", description, new eltwise_forward(description), 0)
                .with(dnnl.DNNL_ARG_SRC, values)
                .with(dnnl.DNNL_ARG_DST, values));
    }

    /**
     * Adds the gradient before a ReLU: that after it where the output is positive, else 0.
     *
     * @param output what the ReLU gave
     * @param gradient gradient of the output
     * @param inPlace whether the result may overwrite it
     */
    Tensor rectifiedGradient(String layer, Tensor output, Tensor gradient, boolean inPlace) {
        eltwise_backward.primitive_desc description = new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(
                        dnnl.algorithm.eltwise_relu_use_dst_for_bwd, output.desc(), output.desc(), 0, 0),
                OneDnn.attributes(),
                onednn.engine(),
                rectifier(output));
        Tensor out = inPlace ? gradient : Tensor.planned(output.desc());
        tape.add(new Call(layer, "backward", description, new eltwise_backward(description), 0)
                .with(dnnl.DNNL_ARG_DST, output)
                .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
                .with(dnnl.DNNL_ARG_DIFF_SRC, out));
        return out;
    }

    /**
     * The same sum with weights that bfloat16 holds exactly, which the fast kernel wants: a weight becomes two, w and
     * the rest, where needed.
     */
    private static List<Term> inBfloat16(List<Term> terms) {
        List<Term> split = new ArrayList<>();
        for (Term term : terms) {
            float high = bfloat16(term.weight());
            float low = bfloat16(term.weight() - high);
            split.add(new Term(high, term.tensor()));
            if (low != 0) {
                split.add(new Term(low, term.tensor()));
            }
        }
        return split;
    }

    /** The nearest bfloat16 value; ties away from zero. */
    private static float bfloat16(float value) {
        return Float.intBitsToFloat((Float.floatToRawIntBits(value) + 0x8000) & 0xffff0000);
    }

    private eltwise_forward.primitive_desc rectifier(Tensor values) {
        return new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(
                        dnnl.prop_kind.forward_training,
                        dnnl.algorithm.eltwise_relu_use_dst_for_bwd,
                        values.desc(),
                        0,
                        0),
                OneDnn.attributes(),
                onednn.engine());
    }
}
