package org.dahlquist.onednn;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forward and backward pass of a network on minibatches of one size, compiled to oneDNN primitives.
 *
 * <p>Activations never leave oneDNN's blocked layout and lie in memory planned once; parameters are read from the
 * network's flat vector and gradients written to its flat gradient vector, so everything around (updater, averaging,
 * checkpoints) sees the network as ever. The gradient is that of the loss summed over the samples; running statistics
 * get the step running − new. One thread at a time.
 */
public final class CompiledTraining implements AutoCloseable {
    private final Graph graph;
    private final long[] imageShape;
    private final int batch;
    private final Tape tape;
    private final Tensor images;
    private final CrossEntropy loss;

    /**
     * What a pass saw.
     *
     * @param loss mean cross-entropy; may be infinite or NaN
     * @param correct samples whose largest output is their label's; of equal ones the lower class wins
     */
    public record Result(double loss, int correct) {}

    /**
     * Compiles the network's training pass.
     *
     * @param network an initialised float32 network with its gradient view
     * @param imageShape shape of a minibatch, {@code [batch, C, H, W]}
     * @param precision number type of activations and products
     * @throws UnsupportedGraphException if a layer isn't known here, or oneDNN has no fast kernel for it
     */
    public CompiledTraining(ComputationGraph network, long[] imageShape, Precision precision) {
        this.graph = new Graph(network);
        this.imageShape = imageShape.clone();
        this.batch = Math.toIntExact(imageShape[0]);
        OneDnn onednn = new OneDnn(precision);
        tape = new Tape(onednn);
        images = Tensor.fixed(0, imageShape);
        TrainingSteps steps = new TrainingSteps(onednn, tape, graph, images, batch);
        Tensor logits = OneDnn.compile(steps::forward);
        Tensor gradient = Tensor.planned(logits.desc());
        loss = new CrossEntropy(logits, gradient, batch, graph.classes());
        tape.add(loss::run, logits, gradient);
        OneDnn.compile(() -> {
            steps.backward(gradient);
            return null;
        });
        tape.bind();
    }

    /** Samples in a minibatch. */
    public int batch() {
        return batch;
    }

    /** Whether the network's parameters and gradients still lie where this pass reads and writes them. */
    public boolean isCurrent() {
        return graph.isCurrent();
    }

    /** Bytes of native memory for activations and temporaries. */
    public long bytes() {
        return tape.bytes();
    }

    /**
     * Computes loss and gradient.
     *
     * @param features images float32 {@code [batch, C, H, W]}, contiguous in C order
     * @param oneHot labels float32 {@code [batch, classes]}, contiguous in C order
     */
    public Result run(INDArray features, INDArray oneHot) {
        prepare(features, oneHot);
        tape.run();
        return loss.result();
    }

    /**
     * Computes loss and gradient, and times every primitive.
     *
     * @param features as in {@link #run}
     * @param oneHot as in {@link #run}
     */
    public List<PrimitiveTime> profile(INDArray features, INDArray oneHot) {
        prepare(features, oneHot);
        return tape.profile();
    }

    @Override
    public void close() {
        tape.close();
    }

    private void prepare(INDArray features, INDArray oneHot) {
        tape.move(images.region(), Graph.address(features, imageShape));
        long[] shape = {batch, graph.classes()};
        loss.compareWith(
                new Address(Graph.address(oneHot, shape), (long) Float.BYTES * batch * graph.classes()).floats());
    }
}
