package org.dahlquist.onednn;

import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.dnnl.memory;
import org.dahlquist.layer.Convolution;
import org.dahlquist.onednn.WinogradConvolution.Filter;

/** A convolution of few channels by {@link WinogradConvolution}, which is faster there than oneDNN's kernels. */
final class WinogradSteps implements TrainedConvolution {
    /** With more channels the transformed weights, 144 · channels² bytes, leave the second-level cache. */
    private static final int MOST_CHANNELS = 64;

    private final Tape tape;
    private final String layer;
    private final Tensor source;
    private final Tensor weights;
    private final WinogradConvolution winograd;
    private final int images;

    private WinogradSteps(
            Tape tape, String layer, Tensor source, Tensor weights, WinogradConvolution winograd, int images) {
        this.tape = tape;
        this.layer = layer;
        this.source = source;
        this.weights = weights;
        this.winograd = winograd;
        this.images = images;
    }

    /**
     * The steps of a convolution; empty where its form or this JVM doesn't allow them.
     *
     * @param source its input in blocked layout
     * @param weights [out, in, k, k], float32
     */
    static Optional<TrainedConvolution> of(
            OneDnn onednn, Tape tape, String layer, Convolution conf, Tensor source, Tensor weights) {
        memory.desc in = source.desc();
        int channels = (int) in.dims().get(1);
        boolean fits = onednn.isFloat32()
                && onednn.block() == WinogradConvolution.BLOCK
                && conf.getKernel() == 3
                && conf.getStride() == 1
                && conf.getPadding() == 1
                && conf.getNOut() == channels
                && channels <= MOST_CHANNELS;
        if (!fits) {
            return Optional.empty();
        }
        int images = (int) in.dims().get(0);
        return onednn.winograd(channels, (int) in.dims().get(2), (int) in.dims().get(3))
                .map(winograd -> new WinogradSteps(tape, layer, source, weights, winograd, images));
    }

    @Override
    public Tensor forward() {
        return convolve(source, "forward", filter -> winograd.prepare(weights.floats(), 1, filter));
    }

    @Override
    public void backwardWeights(Tensor gradient, float factor, Tensor flat) {
        Runnable work =
                () -> winograd.weightGradient(source.floats(), gradient.floats(), images, factor, flat.floats());
        tape.add(work("backward-weights", work), source, gradient, flat);
    }

    @Override
    public Tensor backwardData(Tensor gradient, float factor) {
        return convolve(
                gradient, "backward-data", filter -> winograd.prepareMirrored(weights.floats(), factor, filter));
    }

    private Tensor convolve(Tensor from, String what, Consumer<Filter> preparation) {
        Tensor out = Tensor.planned(from.desc());
        Filter filter = winograd.filter();
        Runnable work = () -> {
            preparation.accept(filter);
            winograd.convolve(filter, from.floats(), out.floats(), images);
        };
        tape.add(work(what, work), from, weights, out);
        return out;
    }

    /** Named as a primitive would be. */
    private Work work(String what, Runnable steps) {
        long pixels = source.desc().get_size() / Float.BYTES;
        long flops = 2 * pixels * 9 * weights.desc().dims().get(0);
        long bytes = 2 * source.desc().get_size() + weights.desc().get_size();
        return new Work(layer, what, WinogradConvolution.NAME, flops, bytes, steps);
    }
}
