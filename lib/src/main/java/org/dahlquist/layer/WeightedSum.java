package org.dahlquist.layer;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Σ weight·array, element by element: plain loops for float32 in main memory, ND4J's operations else. */
final class WeightedSum {
    private WeightedSum() {}

    /** Writes the sum to {@code out}; all arrays have the same shape. */
    static void write(double[] weights, INDArray[] arrays, INDArray out) {
        if (isPlain(out)) {
            new FloatSum(weights, buffers(arrays))
                    .write(FloatImages.writing(out).buffer());
            return;
        }
        out.assign(arrays[0]).muli(weights[0]);
        for (int i = 1; i < arrays.length; i++) {
            out.addi(arrays[i].mul(weights[i]));
        }
    }

    /** ⟨Σ weight·array, other⟩; all arrays have the same shape. */
    static double dot(double[] weights, INDArray[] arrays, INDArray other) {
        if (isPlain(other)) {
            return new FloatSum(weights, buffers(arrays))
                    .dot(FloatImages.reading(other).buffer());
        }
        double sum = 0;
        for (int i = 0; i < arrays.length; i++) {
            sum += weights[i] * arrays[i].mul(other).sumNumber().doubleValue();
        }
        return sum;
    }

    private static boolean isPlain(INDArray array) {
        return array.dataType() == DataType.FLOAT && Nd4j.getEnvironment().isCPU();
    }

    private static FloatBuffer[] buffers(INDArray[] arrays) {
        FloatBuffer[] buffers = new FloatBuffer[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            buffers[i] = FloatImages.reading(arrays[i]).buffer();
        }
        return buffers;
    }
}
