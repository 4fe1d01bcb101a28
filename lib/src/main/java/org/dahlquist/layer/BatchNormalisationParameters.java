package org.dahlquist.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** γ, β and the running statistics of a {@link BatchNormalisation} as views of the flat parameter vector. */
final class BatchNormalisationParameters implements ParamInitializer {
    static final String GAMMA = "gamma";
    static final String BETA = "beta";
    static final String MEAN = "mean";
    static final String VARIANCE = "variance";
    static final BatchNormalisationParameters INSTANCE = new BatchNormalisationParameters();

    private static final List<String> KEYS = List.of(GAMMA, BETA, MEAN, VARIANCE);

    private BatchNormalisationParameters() {}

    static boolean isTrained(String key) {
        return GAMMA.equals(key) || BETA.equals(key);
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return KEYS.size() * ((FeedForwardLayer) layer).getNOut();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return KEYS;
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(GAMMA);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of(BETA);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return GAMMA.equals(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return BETA.equals(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray parameters, boolean initialise) {
        Map<String, INDArray> views = table(conf, parameters);
        if (initialise) {
            views.get(GAMMA).assign(1);
            views.get(BETA).assign(0);
            views.get(MEAN).assign(0);
            views.get(VARIANCE).assign(1);
        }
        KEYS.forEach(conf::addVariable);
        return views;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradients) {
        return table(conf, gradients);
    }

    private static Map<String, INDArray> table(NeuralNetConfiguration conf, INDArray all) {
        long channels = ((FeedForwardLayer) conf.getLayer()).getNOut();
        INDArray flat = all.reshape(all.length());
        Map<String, INDArray> views = new LinkedHashMap<>();
        long start = 0;
        for (String key : KEYS) {
            views.put(key, flat.get(NDArrayIndex.interval(start, start + channels)));
            start += channels;
        }
        return views;
    }
}
