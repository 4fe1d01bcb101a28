package org.dahlquist.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.LongPointer;
import org.dahlquist.layer.Convolution;

/** Sizes of a convolution: minibatch, channels and pixels. */
record ConvolutionShape(long n, long in, long height, long width, long out, long kernel, long stride, long padding) {
    /** Of an input [n, in, height, width]. */
    static ConvolutionShape of(memory.desc input, Convolution conf) {
        LongPointer dims = input.dims();
        return new ConvolutionShape(
                dims.get(0),
                dims.get(1),
                dims.get(2),
                dims.get(3),
                conf.getNOut(),
                conf.getKernel(),
                conf.getStride(),
                conf.getPadding());
    }

    long outHeight() {
        return (height + 2 * padding - kernel) / stride + 1;
    }

    long outWidth() {
        return (width + 2 * padding - kernel) / stride + 1;
    }

    long flops() {
        return 2 * n * out * outHeight() * outWidth() * in * kernel * kernel;
    }

    long[] strides() {
        return new long[] {stride, stride};
    }

    /** Pixels to add before the first one, downwards and across. */
    long[] paddingBefore() {
        return new long[] {padding, padding};
    }

    /** Pixels to add after the last one, so that exactly the outputs wanted fit; may be negative. */
    long[] paddingAfter() {
        return new long[] {paddingAfter(height, outHeight()), paddingAfter(width, outWidth())};
    }

    private long paddingAfter(long size, long outSize) {
        return (outSize - 1) * stride + kernel - size - padding;
    }
}
