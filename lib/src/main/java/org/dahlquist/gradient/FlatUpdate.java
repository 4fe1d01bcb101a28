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
 * {@link CoupledWeightDecay} and {@link ActivatedSgd} as one pass over a network's flat parameters, gradient and
 * updater state, with the results of DL4J's updater to float rounding.
 *
 * <pre>
 * d   = act(slope · g / samples) + decay · p
 * buf = momentum · buf + d
 * p   = p − lr · act(buf)
 * </pre>
 *
 * Running statistics, which have no updater, take their step p = p − g as it is. Each value is read and written once:
 * 20 bytes per parameter. Not thread-safe.
 */
public final class FlatUpdate {
    private static final int BLOCK = 2048;

    private final ComputationGraph network;
    private final List<Stretch> stretches;
    private final float[] parameter = new float[BLOCK];
    private final float[] gradient = new float[BLOCK];
    private final float[] buffer = new float[BLOCK];

    /** Neighbouring parameters with equal settings; without SGD they are running statistics. */
    private record Stretch(int start, int length, int state, ActivatedSgd sgd, CoupledWeightDecay decay) {
        boolean continuedBy(Stretch next) {
            boolean adjoining = next.start == start + length && (sgd == null || next.state == state + length);
            boolean equal = sgd == null ? next.sgd == null : sgd.equals(next.sgd) && decay.equals(next.decay);
            return adjoining && equal;
        }

        Stretch and(Stretch next) {
            return new Stretch(start, length + next.length, state, sgd, decay);
        }
    }

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
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                Optional<Stretch> stretch = stretch(block, state);
                if (stretch.isEmpty()) {
                    return Optional.empty();
                }
                append(stretches, stretch.get());
            }
        }
        return Optional.of(new FlatUpdate(network, stretches));
    }

    private static Optional<Stretch> stretch(UpdaterBlock block, UpdaterBlock.ParamState state) {
        int start = state.getParamOffsetStart();
        int length = state.getParamOffsetEnd() - start;
        IUpdater updater = state.getLayer().getConfig().getUpdaterByParam(state.getParamName());
        if (updater instanceof NoOp) {
            return Optional.of(new Stretch(start, length, 0, null, null));
        }
        List<Regularization> decays = state.getLayer().getConfig().getRegularizationByParam(state.getParamName());
        boolean none = decays == null || decays.isEmpty();
        if (!(updater instanceof ActivatedSgd sgd)
                || !none && !(decays.size() == 1 && decays.get(0) instanceof CoupledWeightDecay)) {
            return Optional.empty();
        }
        CoupledWeightDecay decay =
                none ? new CoupledWeightDecay(0, new Identity()) : (CoupledWeightDecay) decays.get(0);
        int offset = block.getUpdaterViewOffsetStart() + start - block.getParamOffsetStart();
        return Optional.of(new Stretch(start, length, offset, sgd, decay));
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
     * Changes parameters and updater state by the flat gradient, which stays as it is.
     *
     * @param samples what trained gradients are divided by
     * @param slope what trained gradients are multiplied by
     * @param iteration decides the learning rate, with {@code epoch}
     * @param epoch from 0
     */
    public void apply(int samples, double slope, int iteration, int epoch) {
        FloatBuffer parameters = floats(network.params());
        FloatBuffer gradients = floats(network.getFlattenedGradients());
        INDArray state = network.getUpdater().getStateViewArray();
        FloatBuffer buffers = state == null ? FloatBuffer.allocate(0) : floats(state);
        float scale = (float) (slope / samples);
        for (Stretch stretch : stretches) {
            float rate = stretch.sgd == null ? 1 : (float) stretch.sgd.getLearningRate(iteration, epoch);
            for (int done = 0; done < stretch.length; done += BLOCK) {
                int count = Math.min(BLOCK, stretch.length - done);
                parameters.get(stretch.start + done, parameter, 0, count);
                gradients.get(stretch.start + done, gradient, 0, count);
                if (stretch.sgd != null) {
                    buffers.get(stretch.state + done, buffer, 0, count);
                    direction(stretch, scale, count);
                    buffers.put(stretch.state + done, buffer, 0, count);
                }
                step(parameter, gradient, rate, count);
                parameters.put(stretch.start + done, parameter, 0, count);
            }
        }
    }

    /** Leaves act(buf) in the gradient's place. */
    private void direction(Stretch stretch, float scale, int count) {
        for (int i = 0; i < count; i++) {
            gradient[i] *= scale;
        }
        stretch.decay.activation().activate(gradient, count);
        accumulate((float) stretch.decay.decay(), (float) stretch.sgd.momentum(), count);
        System.arraycopy(buffer, 0, gradient, 0, count);
        stretch.sgd.activation().activate(gradient, count);
    }

    private void accumulate(float decay, float momentum, int count) {
        for (int i = 0; i < count; i++) {
            buffer[i] = momentum * buffer[i] + (gradient[i] + decay * parameter[i]);
        }
    }

    private static void step(float[] parameter, float[] direction, float rate, int count) {
        for (int i = 0; i < count; i++) {
            parameter[i] -= rate * direction[i];
        }
    }

    private static FloatBuffer floats(INDArray flat) {
        FloatPointer start = new FloatPointer(flat.data().addressPointer());
        return start.capacity(flat.length()).asBuffer();
    }
}
