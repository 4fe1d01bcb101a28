package org.dahlquist.landscape;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where filters and running statistics lie in a network's flat parameter vector; the rest are biases and the γ and β of
 * normalisations.
 *
 * <p>A filter is what makes one output channel: [in, kernel, kernel] of a convolution, a row of a dense layer's
 * PyTorch-shaped weight [out, in]. Immutable.
 *
 * @param length values in the flat vector
 * @param filters in ascending order
 * @param statistics running means and variances, in ascending order
 */
@SuppressWarnings("serial") // the lists are immutable ones, which are serialisable
public record ParameterLayout(int length, List<Range> filters, List<Range> statistics) implements Serializable {
    /**
     * Neighbouring values.
     *
     * @param start index of the first
     * @param length their number
     */
    public record Range(int start, int length) implements Serializable {}

    /** Copies the lists. */
    public ParameterLayout {
        filters = List.copyOf(filters);
        statistics = List.copyOf(statistics);
    }

    /**
     * The layout of a network.
     *
     * @param network initialised
     */
    public static ParameterLayout of(ComputationGraph network) {
        List<Range> filters = new ArrayList<>();
        List<Range> statistics = new ArrayList<>();
        long origin = network.params().offset();
        for (int vertex : network.topologicalSortOrder()) {
            Layer layer = network.getVertices()[vertex].getLayer();
            if (layer == null || layer.numParams() == 0) {
                continue;
            }
            layer.paramTable().forEach((key, values) -> {
                int start = Math.toIntExact(values.offset() - origin);
                if (!layer.updaterDivideByMinibatch(key)) {
                    statistics.add(new Range(start, Math.toIntExact(values.length())));
                } else if (isWeight(layer, key, values)) {
                    filters.addAll(filters(start, values));
                }
            });
        }
        return new ParameterLayout(Math.toIntExact(network.params().length()), filters, statistics);
    }

    /** Values that training changes by gradients: all but the running statistics. */
    public int trained() {
        return length - statistics.stream().mapToInt(Range::length).sum();
    }

    /**
     * Sets the places of running statistics to zero.
     *
     * @param values {@code double[length]}, changed in place
     * @return the same array
     */
    public double[] withoutStatistics(double[] values) {
        statistics.forEach(range -> Arrays.fill(values, range.start(), range.start() + range.length(), 0));
        return values;
    }

    private static boolean isWeight(Layer layer, String key, INDArray values) {
        ParamInitializer initializer = layer.conf().getLayer().initializer();
        return values.rank() > 1
                && values.length() > 1
                && initializer.isWeightParam(layer.conf().getLayer(), key);
    }

    /** Convolutions are [out, …] in C order; dense weights are [in, out] in column-major order, so rows of [out, in]. */
    private static List<Range> filters(int start, INDArray weights) {
        long outputs = weights.rank() == 2 ? weights.size(1) : weights.size(0);
        int each = Math.toIntExact(weights.length() / outputs);
        List<Range> filters = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            filters.add(new Range(start + i * each, each));
        }
        return filters;
    }
}
