package org.dahlquist.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * One step of a linear multistep method whose weights follow from a trained number: x_{n+1} = Σ wᵢ(k)·inputᵢ.
 *
 * <p>One parameter {@code k} of length 1, regularised like biases; inputs of one shape, in the order of
 * {@link TrainedStep}. Gradients: wᵢ(k)·g for inputᵢ, and Σᵢ wᵢ'(k)·⟨g, inputᵢ⟩ for k, where g is the gradient of the
 * output.
 */
public final class TrainedMultistep extends GraphVertex {
    /** Name of the parameter. */
    public static final String K = "k";

    private static final long serialVersionUID = 1L;

    private final TrainedStep step;
    private final double initialK;
    private final IUpdater updater;
    private final List<Regularization> regularization;

    /**
     * A step.
     *
     * @param step how the weights depend on k
     * @param initialK k before training, finite
     * @param updater updater of k
     * @param regularization applied to k
     * @throws DahlquistException if the weights for {@code initialK} aren't finite
     */
    public TrainedMultistep(
            @JsonProperty("step") TrainedStep step,
            @JsonProperty("initialK") double initialK,
            @JsonProperty("updater") IUpdater updater,
            @JsonProperty("regularization") List<Regularization> regularization) {
        if (!Arrays.stream(step.weights(initialK)).allMatch(Double::isFinite)) {
            throw DahlquistException.config("k must be finite and not 0, but starts with %s", initialK);
        }
        this.step = step;
        this.initialK = initialK;
        this.updater = updater;
        this.regularization = List.copyOf(regularization);
    }

    /** How the weights depend on k. */
    public TrainedStep getStep() {
        return step;
    }

    /** k before training. */
    public double getInitialK() {
        return initialK;
    }

    /** Updater of k. */
    public IUpdater getUpdater() {
        return updater;
    }

    /** Applied to k. */
    public List<Regularization> getRegularization() {
        return regularization;
    }

    @Override
    public TrainedMultistep clone() {
        return new TrainedMultistep(step, initialK, updater, regularization);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainedMultistep that
                && step == that.step
                && initialK == that.initialK
                && updater.equals(that.updater)
                && regularization.equals(that.regularization);
    }

    @Override
    public int hashCode() {
        return Objects.hash(step, initialK);
    }

    @Override
    public long numParams(boolean backprop) {
        return 1;
    }

    @Override
    public int minVertexInputs() {
        return step.inputs();
    }

    @Override
    public int maxVertexInputs() {
        return step.inputs();
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray parameters, boolean initialise, DataType type) {
        if (initialise) {
            parameters.assign(initialK);
        }
        SharedTraining training = new SharedTraining(name, updater, regularization);
        return new TrainedMultistepVertex(graph, index, step, training, parameters, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        return Multistep.commonType(inputs);
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        return new LayerMemoryReport.Builder(null, TrainedMultistep.class, inputs[0], inputs[0])
                .standardMemory(1, updater.stateSize(1))
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }
}
