package org.dahlquist.onednn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.Multistep;
import org.dahlquist.layer.SoftmaxOutput;
import org.dahlquist.layer.TrainedMultistep;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained network's outputs, compiled to oneDNN primitives with the network's present parameters inside.
 *
 * <p>A normalisation that follows a convolution is folded into its weights: W′ = W·γ/σ, bias = β − μ·γ/σ; a multistep
 * sum is accumulated by the last convolution of its branch. Images are worked off in blocks whose activations fit the
 * cache. Later changes of the network's parameters show after {@link #refresh}. One thread at a time.
 */
public final class CompiledInference implements AutoCloseable {
    private static final int BLOCK = 16;

    private final Graph graph;
    private final Tape tape;
    private final Tensor images;
    private final Tensor padded;
    private final Tensor output;
    private final boolean probabilities;
    private final int imageValues;

    /** The output of a vertex: a tensor, or a convolution that its consumer will add. */
    private static final class Value {
        private Tensor tensor;
        private Pending pending;
        private boolean rectified;
        private int uses;
    }

    /** A convolution not added yet, with what is folded into it. */
    private record Pending(String layer, Convolution convolution, Value source, String normalisation) {}

    /**
     * Compiles the way from the images to one vertex.
     *
     * @param network an initialised float32 network
     * @param imageShape shape of one image, {@code [C, H, W]}
     * @param vertex the pooled features or the output layer
     * @throws UnsupportedGraphException if a layer isn't known here, or oneDNN has no fast kernel for it
     */
    public CompiledInference(ComputationGraph network, long[] imageShape, String vertex) {
        graph = new Graph(network);
        Layer last = Graph.layer(graph.vertex(vertex));
        probabilities = last instanceof SoftmaxOutput;
        if (!probabilities && !(last instanceof GlobalPoolingLayer)) {
            throw new UnsupportedGraphException("vertex " + vertex + " is neither pooling nor output");
        }
        OneDnn onednn = new OneDnn(Precision.FLOAT32);
        tape = new Tape(onednn);
        images = Tensor.fixed(0, BLOCK, imageShape[0], imageShape[1], imageShape[2]);
        imageValues = Math.toIntExact(imageShape[0] * imageShape[1] * imageShape[2]);
        output = OneDnn.compile(() -> new Writer(onednn).write(vertex));
        padded = Tensor.planned(images.desc());
        padded.region().keep();
        tape.addOnce(() -> {}, padded);
        output.region().keep();
        tape.bind();
    }

    /** Bytes of native memory for weights, activations and temporaries. */
    public long bytes() {
        return tape.bytes();
    }

    /** Folds the network's present parameters in; far cheaper than compiling again. */
    public void refresh() {
        tape.setUp();
    }

    /**
     * Computes the vertex for some images.
     *
     * @param features float32 {@code [n, C, H, W]}, contiguous in C order
     * @return row-major {@code float[n · dimension]}: pooled features or class probabilities
     */
    public float[] run(INDArray features) {
        int rows = Math.toIntExact(features.size(0));
        int dimension = Math.toIntExact(output.desc().dims().get(1));
        long address = Graph.address(features, features.shape());
        float[] values = new float[rows * dimension];
        for (int first = 0; first < rows; first += BLOCK) {
            int count = Math.min(BLOCK, rows - first);
            long start = address + (long) Float.BYTES * first * imageValues;
            run(start, count);
            FloatBuffer block = output.floats();
            if (probabilities) {
                OutputSteps.softmax(block, count, dimension);
            }
            block.get(0, values, first * dimension, count * dimension);
        }
        return values;
    }

    @Override
    public void close() {
        tape.close();
    }

    /** Runs one block; the rows after the last image hold what was there before, and nobody reads them. */
    private void run(long address, int count) {
        if (count == BLOCK) {
            tape.move(images.region(), address);
            tape.run();
            return;
        }
        long bytes = (long) Float.BYTES * count * imageValues;
        padded.floats().put(0, new Address(address, bytes).floats(), 0, count * imageValues);
        tape.move(images.region(), padded.region().address());
        tape.run();
    }

    /** Writes the tape, vertex by vertex. */
    private final class Writer {
        private final OneDnn onednn;
        private final SumSteps sums;
        private final OutputSteps head;
        private final Map<String, Value> values = new HashMap<>();

        Writer(OneDnn onednn) {
            this.onednn = onednn;
            this.sums = new SumSteps(onednn, tape);
            this.head = new OutputSteps(onednn, tape, BLOCK);
        }

        Tensor write(String vertex) {
            Value image = new Value();
            image.tensor = images;
            image.uses = Integer.MAX_VALUE / 2;
            values.put(graph.input(), image);
            for (String name : graph.order()) {
                Value value = new Value();
                value.uses = graph.consumers(name);
                values.put(name, value);
                write(name, graph.vertex(name), value);
                graph.inputs(name).forEach(input -> values.get(input).uses--);
                if (name.equals(vertex)) {
                    return value.tensor;
                }
            }
            throw new UnsupportedGraphException("there is no vertex " + vertex);
        }

        private void write(String name, GraphVertex vertex, Value value) {
            Layer layer = Graph.layer(vertex);
            Value source = values.get(graph.inputs(name).get(0));
            if (layer instanceof Convolution convolution) {
                tensor(source);
                source.uses++; // until the convolution is added
                value.pending = new Pending(name, convolution, source, null);
            } else if (layer instanceof BatchNormalisation normalisation) {
                normalise(name, normalisation, source, value);
            } else if (layer instanceof GlobalPoolingLayer) {
                value.tensor = head.pool(name, tensor(source), false);
            } else if (layer instanceof SoftmaxOutput) {
                value.tensor = head.linear(name, graph.outputWeights(name), graph.outputBias(name));
            } else if (Graph.isRelu(layer)) {
                relu(name, source, value);
            } else if (vertex instanceof TrainedMultistep trained) {
                List<Tensor> states = graph.inputs(name).stream()
                        .map(input -> tensor(values.get(input)))
                        .toList();
                value.tensor = new TrainedSumSteps(onednn, tape, trained.getStep(), states, graph.k(name)).forward();
            } else {
                value.tensor = multistep(name, (Multistep) vertex, value);
            }
        }

        /** The sum before it may have done it already. */
        private void relu(String name, Value source, Value value) {
            if (!source.rectified) {
                if (source.uses > 1) {
                    throw new UnsupportedGraphException("the input of " + name + " is needed unrectified too");
                }
                sums.rectify(name, tensor(source));
            }
            value.tensor = source.tensor;
        }

        private void normalise(String name, BatchNormalisation normalisation, Value source, Value value) {
            Pending before = source.pending;
            if (before == null || source.tensor != null || source.uses > 1) {
                value.tensor = new NormalisationSteps(
                                onednn, tape, name, normalisation.isRectified(), tensor(source), graph.statistics(name))
                        .inference();
                return;
            }
            Pending folded = new Pending(before.layer(), before.convolution(), before.source(), name);
            if (normalisation.isRectified()) {
                value.tensor = convolve(folded, 1, null, true);
            } else {
                value.pending = folded;
            }
        }

        /** The sum; its last convolution without other consumers accumulates onto the other terms. */
        private Tensor multistep(String name, Multistep multistep, Value target) {
            List<String> inputs = graph.inputs(name);
            double[] weights = multistep.getWeights();
            int branch = -1;
            for (int i = 0; i < weights.length; i++) {
                Value value = values.get(inputs.get(i));
                branch = value.tensor == null && value.uses == 1 ? i : branch;
            }
            List<SumSteps.Term> terms = new ArrayList<>();
            boolean inPlace = false;
            for (int i = 0; i < weights.length; i++) {
                if (i == branch) {
                    continue;
                }
                Value value = values.get(inputs.get(i));
                SumSteps.Term term = new SumSteps.Term((float) weights[i], tensor(value));
                boolean free = value.uses == 1;
                terms.add(free && !inPlace ? 0 : terms.size(), term);
                inPlace |= free;
            }
            boolean already = terms.size() == 1 && terms.get(0).weight() == 1 && inPlace;
            Tensor sum = already ? terms.get(0).tensor() : sums.sum(name, "forward", terms, inPlace);
            if (branch < 0) {
                return sum;
            }
            target.rectified = graph.isRectifiedPair(name, multistep);
            return convolve(values.get(inputs.get(branch)).pending, weights[branch], sum, target.rectified);
        }

        private Tensor tensor(Value value) {
            if (value.tensor == null) {
                value.tensor = convolve(value.pending, 1, null, false);
            }
            return value.tensor;
        }

        private Tensor convolve(Pending pending, double factor, Tensor onto, boolean rectified) {
            Convolution convolution = pending.convolution();
            Tensor stored = graph.weights(pending.layer(), convolution);
            Tensor weights = Tensor.planned(stored.desc());
            Tensor bias = pending.normalisation() == null ? null : Tensor.planned(OneDnn.plain(convolution.getNOut()));
            if (bias == null) {
                tape.addOnce(() -> scale(stored, factor, weights), weights);
            } else {
                bias.region().keep();
                NormalisationSteps.Parameters statistics = graph.statistics(pending.normalisation());
                tape.addOnce(() -> fold(stored, statistics, factor, weights, bias), weights, bias);
            }
            pending.source().uses--;
            Tensor source = pending.source().tensor;
            boolean image = source == images;
            return new ConvolutionSteps(onednn, tape, pending.layer(), convolution, source, weights, image)
                    .inference(bias, onto, rectified);
        }

        private static void scale(Tensor from, double factor, Tensor to) {
            FloatBuffer in = from.floats();
            FloatBuffer out = to.floats();
            for (int i = 0; i < out.capacity(); i++) {
                out.put(i, (float) (factor * in.get(i)));
            }
        }

        /** W′ = factor·W·γ/σ and bias = factor·(β − μ·γ/σ), channel by channel. */
        private static void fold(
                Tensor from, NormalisationSteps.Parameters statistics, double factor, Tensor weights, Tensor bias) {
            int channels = bias.floats().capacity();
            int each = weights.floats().capacity() / channels;
            for (int c = 0; c < channels; c++) {
                double deviation = Math.sqrt(statistics.variance().floats().get(c) + BatchNormalisation.EPSILON);
                double scale = factor * statistics.gamma().floats().get(c) / deviation;
                for (int i = c * each; i < (c + 1) * each; i++) {
                    weights.floats().put(i, (float) (scale * from.floats().get(i)));
                }
                double shift = factor * statistics.beta().floats().get(c)
                        - scale * statistics.mean().floats().get(c);
                bias.floats().put(c, (float) shift);
            }
        }
    }
}
