package org.dahlquist.cluster;

import java.util.Arrays;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Everything training changes in a network, as one array: the flat parameters, then the updater state. */
final class NetworkState {
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
        System.arraycopy(flat(parameters).toFloatVector(), 0, state, 0, parameterCount);
        if (updaterCount > 0) {
            System.arraycopy(flat(updater).toFloatVector(), 0, state, parameterCount, updaterCount);
        }
        return state;
    }

    /** Copies a network's parameters alone. */
    static float[] parameters(ComputationGraph network) {
        return flat(network.params()).toFloatVector();
    }

    /**
     * Overwrites a network's state.
     *
     * @param state parameters, and updater state where that is to be written too
     * @param withUpdater whether the state holds the updater's
     */
    static void write(ComputationGraph network, float[] state, boolean withUpdater) {
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

    private static void put(float[] state, int start, INDArray to) {
        int length = Math.toIntExact(to.length());
        to.assign(Nd4j.createFromArray(Arrays.copyOfRange(state, start, start + length)));
    }

    private static INDArray flat(INDArray array) {
        return array.reshape(array.length());
    }
}
