package org.dahlquist.robustness;

/** A classifier of images whose logits can be differentiated with respect to the pixels. Not thread-safe. */
public interface Classifier {
    /**
     * The logits of some images, before the softmax.
     *
     * @param pixels images in [0, 1], {@code float[n · C·H·W]}
     * @return row-major {@code float[n · classes]}
     */
    float[] logits(float[] pixels);

    /**
     * The gradient of some function of each image's logits, at the images last given to {@link #logits}.
     *
     * @param logitGradient its derivatives by the logits, {@code float[n · classes]}
     * @return its derivatives by the pixels, {@code float[n · C·H·W]}
     */
    float[] pixelGradient(float[] logitGradient);
}
