package org.dahlquist.jobs.bench;

import java.util.List;
import java.util.Map;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.Multistep;
import org.dahlquist.layer.SoftmaxOutput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One of our networks, vertex by vertex in DL4J's own layers. */
final class StockGraph {
    private final ComputationGraphConfiguration.GraphBuilder builder;

    private StockGraph(IUpdater updater) {
        this.builder = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(updater)
                .graphBuilder();
    }

    static ComputationGraphConfiguration of(ComputationGraphConfiguration ours, ImageShape input, IUpdater updater) {
        StockGraph stock = new StockGraph(updater);
        stock.builder
                .addInputs(ours.getNetworkInputs())
                .setInputTypes(InputType.convolutional(input.height(), input.width(), input.channels()));
        for (Map.Entry<String, GraphVertex> vertex : ours.getVertices().entrySet()) {
            stock.add(vertex.getKey(), vertex.getValue(), ours.getVertexInputs().get(vertex.getKey()));
        }
        return stock.builder
                .setOutputs(ours.getNetworkOutputs().toArray(String[]::new))
                .build();
    }

    private void add(String name, GraphVertex vertex, List<String> inputs) {
        if (vertex instanceof Multistep multistep) {
            sum(name, multistep.getWeights(), inputs);
            return;
        }
        Layer layer = ((LayerVertex) vertex).getLayerConf().getLayer();
        String input = inputs.get(0);
        if (layer instanceof Convolution convolution) {
            builder.addLayer(name, convolution(convolution), input);
        } else if (layer instanceof BatchNormalisation normalisation) {
            String plain = normalisation.isRectified() ? name + ".plain" : name;
            builder.addLayer(plain, new BatchNormalization(), input);
            if (normalisation.isRectified()) {
                builder.addLayer(name, new ActivationLayer(Activation.RELU), plain);
            }
        } else if (layer instanceof SoftmaxOutput output) {
            builder.addLayer(
                    name,
                    new OutputLayer.Builder(LossFunction.MCXENT)
                            .nOut(output.getNOut())
                            .build(),
                    input);
        } else {
            builder.addLayer(name, layer, input);
        }
    }

    private static ConvolutionLayer convolution(Convolution convolution) {
        return new ConvolutionLayer.Builder(convolution.getKernel(), convolution.getKernel())
                .stride(convolution.getStride(), convolution.getStride())
                .padding(convolution.getPadding(), convolution.getPadding())
                .nOut(convolution.getNOut())
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }

    private void sum(String name, double[] weights, List<String> inputs) {
        String[] terms = new String[weights.length];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = inputs.get(i);
            if (weights[i] != 1) {
                terms[i] = name + ".term" + i;
                builder.addVertex(terms[i], new ScaleVertex(weights[i]), inputs.get(i));
            }
        }
        builder.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), terms);
    }
}
