package org.dahlquist.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Weights and bias of a {@link Convolution} as views of the network's flat parameter vector. */
final class ConvolutionParameters implements ParamInitializer {
    static final String WEIGHT = "W";
    static final String BIAS = "b";
    static final ConvolutionParameters INSTANCE = new ConvolutionParameters();

    private ConvolutionParameters() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        Convolution convolution = (Convolution) layer;
        return convolution.getNOut() * (convolution.fanIn() + (convolution.isBiased() ? 1 : 0));
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return ((Convolution) layer).isBiased() ? List.of(WEIGHT, BIAS) : List.of(WEIGHT);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(WEIGHT);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return ((Convolution) layer).isBiased() ? List.of(BIAS) : List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return WEIGHT.equals(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return BIAS.equals(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray parameters, boolean initialise) {
        Convolution convolution = (Convolution) conf.getLayer();
        INDArray flat = parameters.reshape(parameters.length());
        if (initialise) {
            flat.assign(Nd4j.createFromArray(initial(convolution, Math.toIntExact(flat.length()))));
        }
        paramKeys(convolution).forEach(conf::addVariable);
        return table(convolution, flat);
    }

    private static double[] initial(Convolution convolution, int length) {
        double deviation = Math.sqrt(2.0 / (convolution.getKernel() * convolution.getKernel() * convolution.getNOut()));
        double bound = 1 / Math.sqrt(convolution.fanIn());
        SplittableRandom random = new SplittableRandom(convolution.getInitialSeed());
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = convolution.isBiased() ? random.nextDouble(-bound, bound) : deviation * random.nextGaussian();
        }
        return values;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradients) {
        return table((Convolution) conf.getLayer(), gradients.reshape(gradients.length()));
    }

    private static Map<String, INDArray> table(Convolution convolution, INDArray flat) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        int kernel = convolution.getKernel();
        long out = convolution.getNOut();
        long weights = out * convolution.fanIn();
        long in = convolution.getNIn() / convolution.getGroups();
        INDArray weight = flat.get(NDArrayIndex.interval(0, weights));
        views.put(WEIGHT, weight.reshape('c', out, in, kernel, kernel));
        if (convolution.isBiased()) {
            views.put(BIAS, flat.get(NDArrayIndex.interval(weights, weights + out)));
        }
        return views;
    }
}
