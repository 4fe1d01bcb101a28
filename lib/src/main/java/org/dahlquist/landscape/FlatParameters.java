package org.dahlquist.landscape;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network's flat parameter vector, overwritten in place. */
final class FlatParameters {
    private final INDArray parameters;

    FlatParameters(ComputationGraph network) {
        this.parameters = network.params();
    }

    void write(float[] values) {
        parameters.assign(Nd4j.createFromArray(values).reshape(parameters.shape()));
    }

    void write(double[] values) {
        INDArray given = Nd4j.createFromArray(values).castTo(parameters.dataType());
        parameters.assign(given.reshape(parameters.shape()));
    }
}
