package org.dahlquist.layer;

import java.util.Collection;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What our layers on images [N, C, H, W] share: how they are set up, and what input they take. */
abstract class ImageLayer extends FeedForwardLayer {
    private static final long serialVersionUID = 1L;

    /** The layer that computes, without parameters yet. */
    abstract BaseLayer<?> computing(NeuralNetConfiguration conf, DataType type);

    @Override
    public final Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialise,
            DataType type) {
        BaseLayer<?> layer = computing(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialise));
        return layer;
    }

    @Override
    public final void setNIn(InputType input, boolean override) {
        images(input);
    }

    /** DL4J's reshaping of flattened images; null where they already are images. */
    @Override
    public final InputPreProcessor getPreProcessorForInputType(InputType input) {
        return input instanceof InputType.InputTypeConvolutionalFlat flat
                ? new FeedForwardToCnnPreProcessor(flat.getHeight(), flat.getWidth(), flat.getDepth())
                : null;
    }

    /** DL4J's estimate: parameters and their updater state, and no memory beside the activations. */
    @Override
    public final LayerMemoryReport getMemoryReport(InputType input) {
        long parameters = initializer().numParams(this);
        long state = iUpdater == null ? 0 : iUpdater.stateSize(parameters);
        return new LayerMemoryReport.Builder(getLayerName(), getClass(), input, getOutputType(-1, input))
                .standardMemory(parameters, state)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }

    /** The input as images of the layer's channels; a configuration error where it isn't. */
    final InputType.InputTypeConvolutional images(InputType input) {
        if (input instanceof InputType.InputTypeConvolutionalFlat flat && flat.getDepth() == nIn) {
            return (InputType.InputTypeConvolutional)
                    InputType.convolutional(flat.getHeight(), flat.getWidth(), flat.getDepth());
        }
        if (!(input instanceof InputType.InputTypeConvolutional images) || images.getChannels() != nIn) {
            throw DahlquistException.config(
                    "layer %s takes images of %d channels (NCHW), but its input is %s", getLayerName(), nIn, input);
        }
        return images;
    }
}
