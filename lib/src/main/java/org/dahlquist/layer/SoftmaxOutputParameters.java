package org.dahlquist.layer;

import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's weight and bias of a dense layer, both drawn from U(±1/√in). */
final class SoftmaxOutputParameters extends DefaultParamInitializer {
    static final SoftmaxOutputParameters INSTANCE = new SoftmaxOutputParameters();

    private SoftmaxOutputParameters() {}

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray parameters, boolean initialise) {
        Map<String, INDArray> views = super.init(conf, parameters, false);
        if (initialise) {
            SoftmaxOutput output = (SoftmaxOutput) conf.getLayer();
            double bound = 1 / Math.sqrt(output.getNIn());
            SplittableRandom random = new SplittableRandom(output.getInitialSeed());
            INDArray flat = parameters.reshape(parameters.length());
            for (long i = 0; i < flat.length(); i++) {
                flat.putScalar(i, random.nextDouble(-bound, bound));
            }
        }
        return views;
    }
}
