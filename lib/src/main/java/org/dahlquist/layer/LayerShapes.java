package org.dahlquist.layer;

import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** Shape rules that all image layers share. */
final class LayerShapes {
    private LayerShapes() {}

    /** The input as images of {@code channels} channels; a configuration error where it isn't. */
    static InputType.InputTypeConvolutional images(String layer, long channels, InputType input) {
        if (input instanceof InputType.InputTypeConvolutionalFlat flat && flat.getDepth() == channels) {
            return (InputType.InputTypeConvolutional)
                    InputType.convolutional(flat.getHeight(), flat.getWidth(), flat.getDepth());
        }
        if (!(input instanceof InputType.InputTypeConvolutional images) || images.getChannels() != channels) {
            throw DahlquistException.config(
                    "layer %s takes images of %d channels (NCHW), but its input is %s", layer, channels, input);
        }
        return images;
    }

    /** DL4J's reshaping of flattened images; null where they already are images. */
    static InputPreProcessor unflatten(InputType input) {
        return input instanceof InputType.InputTypeConvolutionalFlat flat
                ? new FeedForwardToCnnPreProcessor(flat.getHeight(), flat.getWidth(), flat.getDepth())
                : null;
    }

    /** DL4J's estimate: parameters and their updater state, and no memory beside the activations. */
    static LayerMemoryReport memory(FeedForwardLayer layer, InputType input, InputType output) {
        long parameters = layer.initializer().numParams(layer);
        long state = layer.getIUpdater() == null ? 0 : layer.getIUpdater().stateSize(parameters);
        return new LayerMemoryReport.Builder(layer.getLayerName(), layer.getClass(), input, output)
                .standardMemory(parameters, state)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }
}
