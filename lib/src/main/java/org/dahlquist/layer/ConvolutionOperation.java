package org.dahlquist.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's operations for one convolution of a single group, or a depthwise one. Not thread-safe. */
final class ConvolutionOperation {
    private static final int WEIGHTS_OUT_IN_H_W = 1;

    private final boolean depthwise;
    private final OpContext forward;
    private final OpContext backward;

    ConvolutionOperation(Convolution convolution) {
        depthwise = convolution.isDepthwise();
        forward = context(convolution);
        backward = context(convolution);
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

    /** Writes the convolution to {@code out}; a bias of null is none. */
    void forward(INDArray images, INDArray weights, INDArray bias, INDArray out) {
        forward.setInputArray(0, images);
        forward.setInputArray(1, arranged(weights));
        if (bias != null) {
            forward.setInputArray(2, bias);
        }
        forward.setOutputArray(0, out);
        CustomOp operation =
                depthwise ? DynamicCustomOp.builder("depthwise_conv2d").build() : new Conv2D();
        Nd4j.exec(operation, forward);
        forward.purge();
    }

    /** Writes the gradients of images and weights. */
    void backward(
            INDArray images, INDArray weights, INDArray epsilon, INDArray imageGradient, INDArray weightGradient) {
        backward.setInputArray(0, images);
        backward.setInputArray(1, arranged(weights));
        backward.setInputArray(2, epsilon);
        backward.setOutputArray(0, imageGradient);
        backward.setOutputArray(1, arranged(weightGradient));
        CustomOp operation =
                depthwise ? DynamicCustomOp.builder("depthwise_conv2d_bp").build() : new Conv2DDerivative();
        Nd4j.exec(operation, backward);
        backward.purge();
    }

    /** A depthwise operation wants [1, channels, k, k] instead of [channels, 1, k, k]; the values lie the same. */
    private INDArray arranged(INDArray weights) {
        return depthwise ? weights.reshape('c', 1, weights.size(0), weights.size(2), weights.size(3)) : weights;
    }
}
