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
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a {@link Convolution}; not thread-safe, like every DL4J layer. */
@SuppressWarnings("serial") // DL4J layers are never serialised themselves
final class ConvolutionLayer extends BaseLayer<Convolution> {
    private static final int WEIGHTS_OUT_IN_H_W = 1;

    private transient OpContext forward;
    private transient OpContext backward;

    ConvolutionLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public boolean hasBias() {
        return false;
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
        if (forward == null) {
            forward = context(convolution);
        }
        forward.setInputArray(0, images);
        forward.setInputArray(1, getParam(ConvolutionParameters.WEIGHT));
        forward.setOutputArray(0, out);
        Nd4j.exec(new Conv2D(), forward);
        forward.purge();
        return out;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray images = input.castTo(dataType);
        INDArray weightGradient = gradientViews.get(ConvolutionParameters.WEIGHT);
        INDArray inputGradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, images.shape());
        if (backward == null) {
            backward = context(layerConf());
        }
        backward.setInputArray(0, images);
        backward.setInputArray(1, getParam(ConvolutionParameters.WEIGHT));
        backward.setInputArray(2, epsilon);
        backward.setOutputArray(0, inputGradient);
        backward.setOutputArray(1, weightGradient);
        Nd4j.exec(new Conv2DDerivative(), backward);
        backward.purge();
        Gradient gradient = new DefaultGradient();
        gradient.setGradientFor(ConvolutionParameters.WEIGHT, weightGradient, 'c');
        return new Pair<>(gradient, inputGradient);
    }

    private static OpContext context(Convolution convolution) {
        int kernel = convolution.getKernel();
        int stride = convolution.getStride();
        int padding = convolution.getPadding();
        OpContext context = Nd4j.getExecutioner().buildContext();
        // dilation 1, explicit padding, NCHW
        context.setIArguments(kernel, kernel, stride, stride, padding, padding, 1, 1, 0, 0, WEIGHTS_OUT_IN_H_W);
        return context;
    }
}
