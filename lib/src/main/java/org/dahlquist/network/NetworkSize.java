package org.dahlquist.network;

import java.util.Map;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.SoftmaxOutput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * What a network costs.
 *
 * @param parameters trained parameters, without running statistics
 * @param multiplyAdds multiplications with an addition for one image, forward; normalisation, sums, activations and
 *     pooling are left out
 * @param activationBytes what a training step keeps for one image until the backward pass: the image and every vertex'
 *     output in float32, as DL4J's layer by layer pass does; kernels that work in place need less
 * @param features length of a feature vector
 */
public record NetworkSize(long parameters, long multiplyAdds, long activationBytes, int features) {
    static NetworkSize of(ComputationGraphConfiguration configuration, ImageShape image) {
        Map<String, InputType> outputs = configuration.getLayerActivationTypes(
                InputType.convolutional(image.height(), image.width(), image.channels()));
        long parameters = 0;
        long multiplyAdds = 0;
        long values = image.size();
        for (Map.Entry<String, GraphVertex> entry : configuration.getVertices().entrySet()) {
            GraphVertex vertex = entry.getValue();
            Layer layer = vertex instanceof LayerVertex withLayer
                    ? withLayer.getLayerConf().getLayer()
                    : null;
            long all =
                    layer == null ? vertex.numParams(true) : layer.initializer().numParams(layer);
            // half of a normalisation's parameters are running statistics
            parameters += layer instanceof BatchNormalisation ? all / 2 : all;
            long outputValues = outputs.get(entry.getKey()).arrayElementsPerExample();
            values += outputValues;
            if (layer instanceof Convolution convolution) {
                multiplyAdds += outputValues * convolution.fanIn();
            } else if (layer instanceof SoftmaxOutput output) {
                multiplyAdds += output.getNIn() * output.getNOut();
            }
        }
        SoftmaxOutput head =
                (SoftmaxOutput) ((LayerVertex) configuration.getVertices().get(NetworkSpec.OUTPUT))
                        .getLayerConf()
                        .getLayer();
        return new NetworkSize(parameters, multiplyAdds, Float.BYTES * values, (int) head.getNIn());
    }
}
