package org.dahlquist.layer;

import java.util.Arrays;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * One step of a linear multistep method: x_{n+1} = Σ wᵢ·inputᵢ, all inputs of the same shape.
 *
 * <p>ZeroSNet's step has the inputs x_n, x_{n−1}, x_{n−2}, F(x_n) with weights a0, a1, a2, b0; the plain residual
 * step has x, F(x) with weights 1, 1. No parameters; the gradient to inputᵢ is wᵢ·(gradient of the output).
 * Reference: "ZeroSNet", AAAI 2022, arXiv 2206.13100.
 */
public final class Multistep extends GraphVertex {
    private static final long serialVersionUID = 1L;

    private final double[] weights;

    /**
     * A step with one weight per input.
     *
     * @param weights finite numbers, at least one, in the order of the inputs
     * @throws DahlquistException if there are none or one isn't finite
     */
    public Multistep(@JsonProperty("weights") double... weights) {
        if (weights.length == 0 || !Arrays.stream(weights).allMatch(Double::isFinite)) {
            throw DahlquistException.config(
                    "a multistep vertex needs at least one weight, all finite, but has %s", Arrays.toString(weights));
        }
        this.weights = weights.clone();
    }

    /** The weights in the order of the inputs; a copy. */
    public double[] getWeights() {
        return weights.clone();
    }

    @Override
    public Multistep clone() {
        return new Multistep(weights);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Multistep that && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights);
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return weights.length;
    }

    @Override
    public int maxVertexInputs() {
        return weights.length;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray parameters, boolean initialise, DataType type) {
        return new MultistepVertex(graph, name, index, weights.clone(), type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return commonType(inputs);
    }

    /** The type that all inputs of a sum have. */
    static InputType commonType(InputType... inputs) {
        for (InputType input : inputs) {
            if (!input.equals(inputs[0])) {
                throw DahlquistException.config(
                        "the inputs of a multistep vertex have one shape, but are %s", Arrays.toString(inputs));
            }
        }
        return inputs[0];
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        return new LayerMemoryReport.Builder(null, Multistep.class, inputs[0], inputs[0])
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }
}
