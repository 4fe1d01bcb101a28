package org.dahlquist.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.Multistep;
import org.dahlquist.layer.SoftmaxOutput;
import org.dahlquist.layer.TrainedMultistep;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;

/** The steps of a network's training pass, vertex by vertex: forward in the graph's order, backward in the reverse. */
final class TrainingSteps {
    private final OneDnn onednn;
    private final Tape tape;
    private final Graph graph;
    private final Tensor images;
    private final SumSteps sums;
    private final OutputSteps output;
    private final Map<String, Value> values = new HashMap<>();

    TrainingSteps(OneDnn onednn, Tape tape, Graph graph, Tensor images, int batch) {
        this.onednn = onednn;
        this.tape = tape;
        this.graph = graph;
        this.images = images;
        this.sums = new SumSteps(onednn, tape);
        this.output = new OutputSteps(onednn, tape, batch);
    }

    /** What is known of a vertex while steps are added. */
    private static final class Value {
        private Tensor tensor;
        private TrainedConvolution convolution;
        private NormalisationSteps normalisation;
        private TrainedSumSteps trainedSum;
        private boolean rectified;
        private final List<SumSteps.Term> gradients = new ArrayList<>();
        private boolean owned;

        /** Adds a summand of the gradient; an owned one's memory may be overwritten. */
        void addGradient(float weight, Tensor gradient, boolean isOwned) {
            SumSteps.Term term = new SumSteps.Term(weight, gradient);
            if (isOwned && !owned) {
                gradients.add(0, term);
                owned = true;
            } else {
                gradients.add(term);
            }
        }
    }

    /** Adds the forward pass. */
    Tensor forward() {
        Value image = new Value();
        image.tensor = output.converted("image", images, onednn.images(images.desc()));
        values.put(graph.input(), image);
        Tensor last = images;
        for (String name : graph.order()) {
            Value value = new Value();
            values.put(name, value);
            value.tensor = forward(name, graph.vertex(name), value);
            last = value.tensor;
        }
        return last;
    }

    private Tensor forward(String name, GraphVertex vertex, Value value) {
        Object layer = Graph.layer(vertex);
        List<String> inputs = graph.inputs(name);
        Tensor source = values.get(inputs.get(0)).tensor;
        if (layer instanceof Convolution convolution) {
            boolean image = inputs.get(0).equals(graph.input());
            Tensor weights = graph.weights(name, convolution);
            Optional<TrainedConvolution> fast =
                    image ? Optional.empty() : WinogradSteps.of(onednn, tape, name, convolution, source, weights);
            value.convolution =
                    fast.orElseGet(() -> new ConvolutionSteps(onednn, tape, name, convolution, source, weights, image));
            return value.convolution.forward();
        }
        if (layer instanceof BatchNormalisation normalisation) {
            value.normalisation = new NormalisationSteps(
                    onednn, tape, name, normalisation.isRectified(), source, graph.statistics(name));
            return value.normalisation.forward();
        }
        if (layer instanceof GlobalPoolingLayer) {
            return output.pool(name, source, true);
        }
        if (layer instanceof SoftmaxOutput) {
            return output.linear(name, graph.outputWeights(name), graph.outputBias(name));
        }
        if (Graph.isRelu(layer)) {
            return relu(name, inputs.get(0));
        }
        if (vertex instanceof TrainedMultistep trained) {
            List<Tensor> states =
                    inputs.stream().map(input -> values.get(input).tensor).toList();
            value.trainedSum = new TrainedSumSteps(onednn, tape, trained.getStep(), states, graph.k(name));
            return value.trainedSum.forward();
        }
        return multistep(name, (Multistep) vertex, value);
    }

    /** The sum before it may have done it already; nobody else needs what is overwritten. */
    private Tensor relu(String name, String input) {
        Value source = values.get(input);
        if (!source.rectified) {
            if (graph.consumers(input) > 1 || Graph.isRelu(Graph.layer(graph.vertex(input)))) {
                throw new UnsupportedGraphException("the input of " + name + " is needed unrectified too");
            }
            sums.rectify(name, source.tensor);
        }
        return source.tensor;
    }

    private Tensor multistep(String name, Multistep multistep, Value value) {
        List<String> inputs = graph.inputs(name);
        List<SumSteps.Term> terms = new ArrayList<>();
        double[] weights = multistep.getWeights();
        for (int i = 0; i < weights.length; i++) {
            terms.add(new SumSteps.Term((float) weights[i], values.get(inputs.get(i)).tensor));
        }
        int free = -1;
        for (int i = 0; i < weights.length; i++) {
            free = isFree(inputs.get(i)) ? i : free;
        }
        if (free > 0) {
            terms.add(0, terms.remove(free));
        }
        if (free >= 0 && graph.isRectifiedPair(name, multistep)) {
            value.rectified = true;
            return sums.rectifiedPair(name, terms.get(0).tensor(), terms.get(1).tensor());
        }
        return sums.sum(name, "forward", terms, free >= 0);
    }

    /** Whether a sum may take the place of this output: no other consumer, and not needed for its own gradient. */
    private boolean isFree(String name) {
        boolean computed = values.get(name).convolution != null || values.get(name).normalisation != null;
        return computed && graph.consumers(name) == 1;
    }

    /**
     * Adds the backward pass.
     *
     * @param gradient of what {@link #forward} gave; may be overwritten
     */
    void backward(Tensor gradient) {
        List<String> order = graph.order();
        values.get(order.get(order.size() - 1)).addGradient(1, gradient, true);
        for (int i = order.size() - 1; i >= 0; i--) {
            String name = order.get(i);
            backward(name, graph.vertex(name), values.get(name));
        }
    }

    private void backward(String name, GraphVertex vertex, Value value) {
        Object layer = Graph.layer(vertex);
        List<String> inputs = graph.inputs(name);
        Value source = values.get(inputs.get(0));
        SumSteps.Term gradient = gradient(name, value);
        if (layer instanceof Convolution convolution) {
            value.convolution.backwardWeights(
                    gradient.tensor(), gradient.weight(), graph.weightGradient(name, convolution));
            if (!inputs.get(0).equals(graph.input())) {
                source.addGradient(1, value.convolution.backwardData(gradient.tensor(), gradient.weight()), true);
            }
        } else if (layer instanceof BatchNormalisation) {
            Tensor whole = unweighted(name, gradient, value);
            source.addGradient(1, value.normalisation.backward(whole, value.owned, graph.statisticSteps(name)), true);
        } else if (layer instanceof GlobalPoolingLayer) {
            source.addGradient(1, output.poolGradient(name, gradient.tensor(), source.tensor.desc()), true);
        } else if (layer instanceof SoftmaxOutput) {
            output.linearGradients(
                    name, gradient.tensor(), graph.outputWeightGradient(name), graph.outputBiasGradient(name));
            source.addGradient(1, output.linearInputGradient(name, gradient.tensor(), graph.outputWeights(name)), true);
        } else if (Graph.isRelu(layer)) {
            Tensor whole = unweighted(name, gradient, value);
            source.addGradient(1, sums.rectifiedGradient(name, value.tensor, whole, value.owned), true);
        } else if (vertex instanceof TrainedMultistep) {
            List<Tensor> gradients =
                    value.trainedSum.backward(gradient.tensor(), gradient.weight(), graph.kGradient(name));
            for (int i = 0; i < gradients.size(); i++) {
                values.get(inputs.get(i)).addGradient(1, gradients.get(i), true);
            }
        } else {
            double[] weights = ((Multistep) vertex).getWeights();
            for (int i = 0; i < weights.length; i++) {
                values.get(inputs.get(i)).addGradient((float) weights[i] * gradient.weight(), gradient.tensor(), false);
            }
        }
    }

    /** The gradient of a vertex' output: its only summand, or the sum of all. */
    private SumSteps.Term gradient(String name, Value value) {
        if (value.gradients.size() == 1) {
            return value.gradients.get(0);
        }
        Tensor sum = sums.sum(name, "gradient", value.gradients, value.owned);
        value.owned = true;
        return new SumSteps.Term(1, sum);
    }

    /** The same with the weight multiplied in. */
    private Tensor unweighted(String name, SumSteps.Term gradient, Value value) {
        if (gradient.weight() == 1) {
            return gradient.tensor();
        }
        value.owned = true;
        return sums.sum(name, "gradient", List.of(gradient), false);
    }
}
