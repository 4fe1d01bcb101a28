package org.dahlquist.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of a {@link Convolution} as a view of the network's flat parameter vector. */
final class ConvolutionParameters implements ParamInitializer {
    static final String WEIGHT = "W";
    static final ConvolutionParameters INSTANCE = new ConvolutionParameters();

    private ConvolutionParameters() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        Convolution convolution = (Convolution) layer;
        return convolution.getNOut() * convolution.getNIn() * convolution.getKernel() * convolution.getKernel();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(WEIGHT);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(WEIGHT);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return WEIGHT.equals(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return false;
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray parameters, boolean initialise) {
        Convolution convolution = (Convolution) conf.getLayer();
        INDArray flat = parameters.reshape(parameters.length());
        if (initialise) {
            double deviation =
                    Math.sqrt(2.0 / (convolution.getKernel() * convolution.getKernel() * convolution.getNOut()));
            SplittableRandom random = new SplittableRandom(convolution.getInitialSeed());
            for (long i = 0; i < flat.length(); i++) {
                flat.putScalar(i, deviation * random.nextGaussian());
            }
        }
        conf.addVariable(WEIGHT);
        return table(convolution, flat);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradients) {
        return table((Convolution) conf.getLayer(), gradients.reshape(gradients.length()));
    }

    private static Map<String, INDArray> table(Convolution convolution, INDArray flat) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        int kernel = convolution.getKernel();
        views.put(WEIGHT, flat.reshape('c', convolution.getNOut(), convolution.getNIn(), kernel, kernel));
        return views;
    }
}
