package org.dahlquist.cluster.training;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Everything training changes in a network, as one array: the flat parameters, then the updater state. */
public final class NetworkState {
    private NetworkState() {}

    /** Copies a network's state; batch-norm statistics are among the parameters. */
    static float[] read(ComputationGraph network) {
        INDArray parameters = network.params();
        if (parameters.dataType() != DataType.FLOAT) {
            throw DahlquistException.config(
                    "distributed training averages float32 networks, but this one is %s", parameters.dataType());
        }
        INDArray updater = network.getUpdater().getStateViewArray();
        int parameterCount = Math.toIntExact(parameters.length());
        int updaterCount = updater == null ? 0 : Math.toIntExact(updater.length());
        float[] state = new float[Math.addExact(parameterCount, updaterCount)];
        get(parameters, state, 0);
        if (updaterCount > 0) {
            get(updater, state, parameterCount);
        }
        return state;
    }

    /**
     * Whether all of some values are finite. A network's loss may stay finite when its parameters don't: ReLU turns NaN
     * into 0.
     */
    public static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Copies a network's parameters alone. */
    public static float[] parameters(ComputationGraph network) {
        float[] parameters = new float[Math.toIntExact(network.params().length())];
        get(network.params(), parameters, 0);
        return parameters;
    }

    /**
     * Overwrites a network's state.
     *
     * @param state parameters, and updater state where that is to be written too
     * @param withUpdater whether the state holds the updater's
     */
    public static void write(ComputationGraph network, float[] state, boolean withUpdater) {
        INDArray parameters = flat(network.params());
        INDArray updater = withUpdater ? network.getUpdater().getStateViewArray() : null;
        int parameterCount = Math.toIntExact(parameters.length());
        long updaterCount = updater == null ? 0 : updater.length();
        if (state.length != parameterCount + updaterCount) {
            throw DahlquistException.config(
                    "the network has %d parameters and %d updater values, but the state has %d values; the network or"
                            + " optimiser settings changed since it was written: start again with --overwrite",
                    parameterCount, updaterCount, state.length);
        }
        put(state, 0, parameters);
        if (updaterCount > 0) {
            put(state, parameterCount, flat(updater));
        }
    }

    private static void get(INDArray from, float[] state, int start) {
        int length = Math.toIntExact(from.length());
        if (Nd4j.getEnvironment().isCPU()) {
            buffer(from).get(state, start, length);
        } else {
            System.arraycopy(flat(from).toFloatVector(), 0, state, start, length);
        }
    }

    private static void put(float[] state, int start, INDArray to) {
        int length = Math.toIntExact(to.length());
        if (Nd4j.getEnvironment().isCPU()) {
            buffer(to).put(state, start, length);
        } else {
            to.assign(Nd4j.createFromArray(Arrays.copyOfRange(state, start, start + length)));
        }
    }

    /** The memory of a flat vector on the CPU, for copies in one go. */
    private static FloatBuffer buffer(INDArray flat) {
        return new FloatPointer(flat.data().addressPointer())
                .capacity(flat.length())
                .asBuffer();
    }

    private static INDArray flat(INDArray array) {
        return array.reshape(array.length());
    }
}
