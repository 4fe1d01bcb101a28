package org.dahlquist.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs a {@link Convolution}; not thread-safe, like every DL4J layer. */
@SuppressWarnings("serial") // DL4J layers are never serialised themselves
final class ConvolutionLayer extends BaseLayer<Convolution> {
    private transient ConvolutionOperation operation;

    ConvolutionLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public boolean hasBias() {
        return layerConf().isBiased();
    }

    @Override
    public void clearNoiseWeightParams() {
        // weight noise isn't supported
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        Convolution convolution = layerConf();
        INDArray images = input.castTo(dataType);
        INDArray out = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS,
                dataType,
                images.size(0),
                convolution.getNOut(),
                convolution.outputSize(images.size(2)),
                convolution.outputSize(images.size(3)));
        INDArray weights = getParam(ConvolutionParameters.WEIGHT);
        INDArray bias = hasBias() ? getParam(ConvolutionParameters.BIAS) : null;
        if (operation == null) {
            operation = new ConvolutionOperation(convolution);
        }
        if (!isSliced()) {
            operation.forward(images, weights, bias, out);
            return out;
        }
        for (int group = 0; group < convolution.getGroups(); group++) {
            INDArray part = channels(out, group).ulike();
            operation.forward(
                    channels(images, group).dup('c'),
                    rows(weights, group),
                    bias == null ? null : rows(bias, group),
                    part);
            channels(out, group).assign(part);
        }
        return out;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray images = input.castTo(dataType);
        INDArray weights = getParam(ConvolutionParameters.WEIGHT);
        INDArray weightGradient = gradientViews.get(ConvolutionParameters.WEIGHT);
        INDArray biasGradient = gradientViews.get(ConvolutionParameters.BIAS);
        INDArray inputGradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, images.shape());
        if (isSliced()) {
            for (int group = 0; group < layerConf().getGroups(); group++) {
                INDArray part = channels(inputGradient, group).ulike();
                operation.backward(
                        channels(images, group).dup('c'),
                        rows(weights, group),
                        channels(epsilon, group).dup('c'),
                        part,
                        rows(weightGradient, group));
                channels(inputGradient, group).assign(part);
            }
        } else {
            operation.backward(images, weights, epsilon, inputGradient, weightGradient);
        }
        Gradient gradient = new DefaultGradient();
        gradient.setGradientFor(ConvolutionParameters.WEIGHT, weightGradient, 'c');
        if (hasBias()) {
            biasGradient.assign(epsilon.sum(0, 2, 3));
            gradient.setGradientFor(ConvolutionParameters.BIAS, biasGradient);
        }
        return new Pair<>(gradient, inputGradient);
    }

    /** Whether ND4J has no operation for these groups, so that they are convolved one by one. */
    private boolean isSliced() {
        return layerConf().getGroups() > 1 && !layerConf().isDepthwise();
    }

    private INDArray channels(INDArray images, int group) {
        long count = images.size(1) / layerConf().getGroups();
        return images.get(
                NDArrayIndex.all(),
                NDArrayIndex.interval(group * count, (group + 1) * count),
                NDArrayIndex.all(),
                NDArrayIndex.all());
    }

    /**
     * A group's part of weights or bias, as a view. Taken from the flat values, because ND4J (1.0.0-M2.1) returns an empty
     * array for an interval of a view with several axes, once its offset passes the view's length.
     */
    private INDArray rows(INDArray parameter, int group) {
        long[] shape = parameter.shape().clone();
        shape[0] /= layerConf().getGroups();
        long count = parameter.length() / layerConf().getGroups();
        return parameter
                .reshape(parameter.length())
                .get(NDArrayIndex.interval(group * count, (group + 1) * count))
                .reshape('c', shape);
    }
}
