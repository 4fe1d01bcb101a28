package org.dahlquist.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.dahlquist.layer.BatchNormalisation;

/** The primitives of one batch normalisation, with its ReLU where it has one. */
final class NormalisationSteps {
    private final OneDnn onednn;
    private final Tape tape;
    private final String layer;
    private final Tensor source;
    private final Parameters parameters;
    private final boolean rectified;
    private final int channels;
    private final long pixels;
    private batch_normalization_forward.primitive_desc forward;
    private Tensor mean;
    private Tensor variance;
    private Tensor positive;

    /**
     * Where γ, β and the running statistics lie; all of length C, float32.
     *
     * @param gamma scale
     * @param beta shift
     * @param mean running mean
     * @param variance running variance
     */
    record Parameters(Tensor gamma, Tensor beta, Tensor mean, Tensor variance) {}

    NormalisationSteps(
            OneDnn onednn, Tape tape, String layer, boolean rectified, Tensor source, Parameters parameters) {
        this.onednn = onednn;
        this.tape = tape;
        this.layer = layer;
        this.rectified = rectified;
        this.source = source;
        this.parameters = parameters;
        this.channels = Math.toIntExact(source.desc().dims().get(1));
        this.pixels = source.desc().dims().get(0)
                * source.desc().dims().get(2)
                * source.desc().dims().get(3);
    }

    /** Adds the forward primitive of training: statistics of the minibatch, normalisation, ReLU. */
    Tensor forward() {
        forward = new batch_normalization_forward.primitive_desc(
                new batch_normalization_forward.desc(
                        dnnl.prop_kind.forward_training.value,
                        source.desc(),
                        (float) BatchNormalisation.EPSILON,
                        flags()),
                OneDnn.attributes(),
                onednn.engine());
        Tensor out = Tensor.planned(source.desc());
        mean = Tensor.planned(OneDnn.plain(channels));
        variance = Tensor.planned(OneDnn.plain(channels));
        Call call = new Call(layer, "forward", forward, new batch_normalization_forward(forward), 0)
                .with(dnnl.DNNL_ARG_SRC, source)
                .with(dnnl.DNNL_ARG_SCALE, parameters.gamma())
                .with(dnnl.DNNL_ARG_SHIFT, parameters.beta())
                .with(dnnl.DNNL_ARG_MEAN, mean)
                .with(dnnl.DNNL_ARG_VARIANCE, variance)
                .with(dnnl.DNNL_ARG_DST, out);
        if (rectified) {
            positive = Tensor.planned(forward.workspace_desc());
            call.with(dnnl.DNNL_ARG_WORKSPACE, positive);
        }
        tape.add(call);
        return out;
    }

    /** Adds the forward primitive of inference: the running statistics, ReLU. */
    Tensor inference() {
        batch_normalization_forward.primitive_desc description = new batch_normalization_forward.primitive_desc(
                new batch_normalization_forward.desc(
                        dnnl.prop_kind.forward_inference.value,
                        source.desc(),
                        (float) BatchNormalisation.EPSILON,
                        flags() | dnnl.normalization_flags.use_global_stats.value),
                OneDnn.attributes(),
                onednn.engine());
        Tensor out = Tensor.planned(source.desc());
        tape.add(new Call(layer, "forward", description, new batch_normalization_forward(description), 0)
                .with(dnnl.DNNL_ARG_SRC, source)
                .with(dnnl.DNNL_ARG_SCALE, parameters.gamma())
                .with(dnnl.DNNL_ARG_SHIFT, parameters.beta())
                .with(dnnl.DNNL_ARG_MEAN, parameters.mean())
                .with(dnnl.DNNL_ARG_VARIANCE, parameters.variance())
                .with(dnnl.DNNL_ARG_DST, out));
        return out;
    }

    /**
     * Adds the backward primitive; gradients of γ and β, and the statistics' steps, go to the flat vector.
     *
     * @param gradient gradient of the output
     * @param inPlace whether the input's gradient may overwrite it
     * @param flat where the gradients go
     * @return gradient of the input
     */
    Tensor backward(Tensor gradient, boolean inPlace, Parameters flat) {
        memory.desc desc = source.desc();
        batch_normalization_backward.primitive_desc description = new batch_normalization_backward.primitive_desc(
                new batch_normalization_backward.desc(
                        dnnl.prop_kind.backward.value, desc, desc, (float) BatchNormalisation.EPSILON, flags()),
                OneDnn.attributes(),
                onednn.engine(),
                forward);
        Tensor out = inPlace ? gradient : Tensor.planned(desc);
        Call call = new Call(layer, "backward", description, new batch_normalization_backward(description), 0)
                .with(dnnl.DNNL_ARG_SRC, source)
                .with(dnnl.DNNL_ARG_SCALE, parameters.gamma())
                .with(dnnl.DNNL_ARG_SHIFT, parameters.beta())
                .with(dnnl.DNNL_ARG_MEAN, mean)
                .with(dnnl.DNNL_ARG_VARIANCE, variance)
                .with(dnnl.DNNL_ARG_DIFF_DST, gradient)
                .with(dnnl.DNNL_ARG_DIFF_SRC, out)
                .with(dnnl.DNNL_ARG_DIFF_SCALE, flat.gamma())
                .with(dnnl.DNNL_ARG_DIFF_SHIFT, flat.beta());
        if (rectified) {
            call.with(dnnl.DNNL_ARG_WORKSPACE, positive);
        }
        tape.add(call);
        tape.add(() -> step(mean, parameters.mean(), flat.mean(), 1), mean);
        double unbiased = pixels > 1 ? pixels / (pixels - 1.0) : 1;
        tape.add(() -> step(variance, parameters.variance(), flat.variance(), unbiased), variance);
        return out;
    }

    /** step = (1 − decay)·(running − factor·batch), which an updater subtracts. */
    private void step(Tensor batch, Tensor running, Tensor step, double factor) {
        FloatBuffer now = batch.floats();
        FloatBuffer before = running.floats();
        FloatBuffer out = step.floats();
        for (int i = 0; i < channels; i++) {
            out.put(i, (float) ((1 - BatchNormalisation.DECAY) * (before.get(i) - factor * now.get(i))));
        }
    }

    private int flags() {
        int flags = dnnl.normalization_flags.use_scale.value | dnnl.normalization_flags.use_shift.value;
        return rectified ? flags | dnnl.normalization_flags.fuse_norm_relu.value : flags;
    }
}
