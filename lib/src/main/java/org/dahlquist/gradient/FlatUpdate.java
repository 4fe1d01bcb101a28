package org.dahlquist.gradient;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * {@link CoupledWeightDecay} and an {@link UpdateRule} as one pass over a network's flat parameters, gradient and
 * updater state, with the results of DL4J's updater to float rounding.
 *
 * <pre>
 * d = act(slope · g / samples) + decay · p
 * d = rule(d, state)
 * p = p − rate · act(d)
 * </pre>
 *
 * Running statistics, which have no updater, take their step p = p − g as it is. Each value is read and written once;
 * an activation that depends on the tensor's largest magnitude takes one more pass over the tensor. Not thread-safe.
 */
public final class FlatUpdate {
    private static final int BLOCK = 2048;
    private static final CoupledWeightDecay NO_DECAY = new CoupledWeightDecay(0, new Identity());

    private final ComputationGraph network;
    private final List<Stretch> stretches;
    private final float[] parameter = new float[BLOCK];
    private final float[] gradient = new float[BLOCK];
    private final float[][] state = new float[2][BLOCK];

    /**
     * Neighbouring parameters with equal settings; without a rule they are running statistics.
     *
     * @param start its first parameter's place in the flat vector
     * @param length its parameters
     * @param states where in the updater state each of the rule's states begins
     * @param rule what turns gradients into directions
     * @param activation what acts on the gradient
     * @param decay factor of the parameter
     */
    private record Stretch(
            int start, int length, int[] states, UpdateRule rule, GradientActivation activation, double decay) {
        boolean continuedBy(Stretch next) {
            if (rule == null || next.rule == null) {
                return rule == next.rule && next.start == start + length;
            }
            boolean equal = rule.equals(next.rule) && activation.equals(next.activation) && decay == next.decay;
            return equal
                    && adjoins(next)
                    && !activation.dependsOnTensor()
                    && !rule.activation().dependsOnTensor();
        }

        private boolean adjoins(Stretch next) {
            boolean adjoining = next.start == start + length;
            for (int i = 0; i < states.length; i++) {
                adjoining &= next.states[i] == states[i] + length;
            }
            return adjoining;
        }

        Stretch and(Stretch next) {
            return new Stretch(start, length + next.length, states, rule, activation, decay);
        }
    }

    /** The network's memory during one update. */
    private record Memory(FloatBuffer parameters, FloatBuffer gradients, FloatBuffer states) {}

    private FlatUpdate(ComputationGraph network, List<Stretch> stretches) {
        this.network = network;
        this.stretches = stretches;
    }

    /**
     * The fused form of a network's updater.
     *
     * @param network initialised, with its gradient view
     * @return empty where some parameter has another updater or regularisation, or the network isn't float32 in main
     *     memory
     */
    public static Optional<FlatUpdate> of(ComputationGraph network) {
        if (network.params().dataType() != DataType.FLOAT
                || !Nd4j.getEnvironment().isCPU()) {
            return Optional.empty();
        }
        List<Stretch> stretches = new ArrayList<>();
        for (UpdaterBlock block : network.getUpdater().getUpdaterBlocks()) {
            for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
                Optional<Stretch> stretch = stretch(block, tensor);
                if (stretch.isEmpty()) {
                    return Optional.empty();
                }
                append(stretches, stretch.get());
            }
        }
        return Optional.of(new FlatUpdate(network, stretches));
    }

    private static Optional<Stretch> stretch(UpdaterBlock block, UpdaterBlock.ParamState tensor) {
        int start = tensor.getParamOffsetStart();
        int length = tensor.getParamOffsetEnd() - start;
        IUpdater updater = tensor.getLayer().getConfig().getUpdaterByParam(tensor.getParamName());
        if (updater instanceof NoOp) {
            return Optional.of(new Stretch(start, length, new int[0], null, null, 0));
        }
        Optional<UpdateRule> rule = UpdateRule.of(updater);
        Optional<CoupledWeightDecay> decay = decay(tensor);
        if (rule.isEmpty() || decay.isEmpty()) {
            return Optional.empty();
        }
        int blockLength = block.getParamOffsetEnd() - block.getParamOffsetStart();
        int[] states = new int[rule.get().states()];
        for (int i = 0; i < states.length; i++) {
            states[i] = block.getUpdaterViewOffsetStart() + i * blockLength + start - block.getParamOffsetStart();
        }
        return Optional.of(new Stretch(
                start,
                length,
                states,
                rule.get(),
                decay.get().activation(),
                decay.get().decay()));
    }

    private static Optional<CoupledWeightDecay> decay(UpdaterBlock.ParamState tensor) {
        List<Regularization> all = tensor.getLayer().getConfig().getRegularizationByParam(tensor.getParamName());
        if (all == null || all.isEmpty()) {
            return Optional.of(NO_DECAY);
        }
        return all.size() == 1 && all.get(0) instanceof CoupledWeightDecay decay
                ? Optional.of(decay)
                : Optional.empty();
    }

    private static void append(List<Stretch> stretches, Stretch next) {
        int last = stretches.size() - 1;
        if (last >= 0 && stretches.get(last).continuedBy(next)) {
            stretches.set(last, stretches.get(last).and(next));
        } else {
            stretches.add(next);
        }
    }

    /**
     * Changes parameters and updater state by the flat gradient, which may be overwritten.
     *
     * @param samples what trained gradients are divided by
     * @param slope what trained gradients are multiplied by
     * @param iteration decides the learning rate, with {@code epoch}
     * @param epoch from 0
     */
    public void apply(int samples, double slope, int iteration, int epoch) {
        INDArray states = network.getUpdater().getStateViewArray();
        Memory memory = new Memory(
                floats(network.params()),
                floats(network.getFlattenedGradients()),
                states == null ? FloatBuffer.allocate(0) : floats(states));
        float scale = (float) (slope / samples);
        for (Stretch stretch : stretches) {
            if (stretch.rule == null) {
                follow(memory, stretch);
            } else {
                train(memory, stretch, scale, stretch.rule.rate(iteration, epoch));
            }
        }
    }

    /** Running statistics take their step as it is. */
    private void follow(Memory memory, Stretch stretch) {
        for (int done = 0; done < stretch.length; done += BLOCK) {
            int count = Math.min(BLOCK, stretch.length - done);
            memory.gradients.get(stretch.start + done, gradient, 0, count);
            step(memory, stretch.start + done, 1, count);
        }
    }

    private void train(Memory memory, Stretch stretch, float scale, float rate) {
        ElementwiseActivation inner = stretch.activation.forTensor(
                stretch.activation.dependsOnTensor() ? Math.abs(scale) * largestGradient(memory, stretch) : 0);
        GradientActivation outer = stretch.rule.activation();
        if (outer.dependsOnTensor()) {
            ElementwiseActivation function = outer.forTensor(direct(memory, stretch, scale, inner));
            for (int done = 0; done < stretch.length; done += BLOCK) {
                int count = Math.min(BLOCK, stretch.length - done);
                memory.gradients.get(stretch.start + done, gradient, 0, count);
                function.activate(gradient, count);
                step(memory, stretch.start + done, rate, count);
            }
            return;
        }
        ElementwiseActivation function = outer.forTensor(0);
        for (int done = 0; done < stretch.length; done += BLOCK) {
            int count = Math.min(BLOCK, stretch.length - done);
            direct(memory, stretch, done, scale, inner);
            function.activate(gradient, count);
            step(memory, stretch.start + done, rate, count);
        }
    }

    /** Leaves a tensor's direction in the place of its gradient, and returns its largest magnitude. */
    private float direct(Memory memory, Stretch stretch, float scale, ElementwiseActivation inner) {
        float largest = 0;
        for (int done = 0; done < stretch.length; done += BLOCK) {
            int count = Math.min(BLOCK, stretch.length - done);
            direct(memory, stretch, done, scale, inner);
            memory.gradients.put(stretch.start + done, gradient, 0, count);
            largest = Math.max(largest, largest(gradient, count));
        }
        return largest;
    }

    /** Leaves a block's direction in {@link #gradient}. */
    private void direct(Memory memory, Stretch stretch, int done, float scale, ElementwiseActivation inner) {
        int count = Math.min(BLOCK, stretch.length - done);
        memory.parameters.get(stretch.start + done, parameter, 0, count);
        memory.gradients.get(stretch.start + done, gradient, 0, count);
        for (int i = 0; i < stretch.states.length; i++) {
            memory.states.get(stretch.states[i] + done, state[i], 0, count);
        }
        for (int i = 0; i < count; i++) {
            gradient[i] *= scale;
        }
        inner.activate(gradient, count);
        float decay = (float) stretch.decay;
        for (int i = 0; i < count; i++) {
            gradient[i] += decay * parameter[i];
        }
        stretch.rule.direct(gradient, state, count);
        for (int i = 0; i < stretch.states.length; i++) {
            memory.states.put(stretch.states[i] + done, state[i], 0, count);
        }
    }

    private void step(Memory memory, int start, float rate, int count) {
        memory.parameters.get(start, parameter, 0, count);
        for (int i = 0; i < count; i++) {
            parameter[i] -= rate * gradient[i];
        }
        memory.parameters.put(start, parameter, 0, count);
    }

    private float largestGradient(Memory memory, Stretch stretch) {
        float largest = 0;
        for (int done = 0; done < stretch.length; done += BLOCK) {
            int count = Math.min(BLOCK, stretch.length - done);
            memory.gradients.get(stretch.start + done, gradient, 0, count);
            largest = Math.max(largest, largest(gradient, count));
        }
        return largest;
    }

    private static float largest(float[] values, int count) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    private static FloatBuffer floats(INDArray flat) {
        FloatPointer start = new FloatPointer(flat.data().addressPointer());
        return start.capacity(flat.length()).asBuffer();
    }
}
