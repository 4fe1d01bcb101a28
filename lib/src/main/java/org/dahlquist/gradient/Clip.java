package org.dahlquist.gradient;

import org.dahlquist.DahlquistException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Clipping by value: act(g) = min(max(g, −limit), limit), PyTorch's {@code clip_grad_value_}; a baseline for GAF.
 *
 * @param limit bound of every element, positive and finite
 */
public record Clip(@JsonProperty("limit") double limit) implements ElementwiseActivation {
    private static final long serialVersionUID = 1L;

    /** Checks the limit. */
    public Clip {
        if (!(limit > 0 && limit < Double.POSITIVE_INFINITY)) {
            throw DahlquistException.config(
                    "clipping by value needs a positive, finite limit, but it is %s; set train.gradient-clipping.limit",
                    limit);
        }
    }

    @Override
    public double value(double gradient) {
        return Math.min(Math.max(gradient, -limit), limit);
    }

    @Override
    public void activate(INDArray tensor) {
        Nd4j.exec(new ScalarMax(tensor, null, tensor, -limit));
        Nd4j.exec(new ScalarMin(tensor, null, tensor, limit));
    }

    @Override
    public void activate(float[] gradient, int count) {
        float bound = (float) limit;
        for (int i = 0; i < count; i++) {
            gradient[i] = Math.min(Math.max(gradient[i], -bound), bound);
        }
    }

    /** 1: small gradients stay as they are. */
    @Override
    public double slopeAtZero() {
        return 1;
    }

    /** The limit. */
    @Override
    public double saturation() {
        return limit;
    }
}
