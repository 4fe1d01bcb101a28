package org.dahlquist.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** out = Σ weight·array, element by element: plain loops for float32 in main memory, ND4J's operations else. */
final class WeightedSum {
    private static final int BLOCK = 4096;

    private WeightedSum() {}

    /** Writes the sum to {@code out}; all arrays have the same shape. */
    static void write(double[] weights, INDArray[] arrays, INDArray out) {
        if (out.dataType() == DataType.FLOAT && Nd4j.getEnvironment().isCPU()) {
            writeFloats(weights, arrays, out);
            return;
        }
        out.assign(arrays[0]).muli(weights[0]);
        for (int i = 1; i < arrays.length; i++) {
            out.addi(arrays[i].mul(weights[i]));
        }
    }

    private static void writeFloats(double[] weights, INDArray[] arrays, INDArray out) {
        FloatImages[] sources = new FloatImages[arrays.length];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = FloatImages.reading(arrays[i]);
        }
        FloatImages result = FloatImages.writing(out);
        float[] sum = new float[BLOCK];
        float[] block = new float[BLOCK];
        int total = Math.toIntExact(out.length());
        for (int start = 0; start < total; start += BLOCK) {
            int length = Math.min(BLOCK, total - start);
            sources[0].read(start, sum, length);
            scale(sum, (float) weights[0], length);
            for (int i = 1; i < sources.length; i++) {
                sources[i].read(start, block, length);
                add(sum, block, (float) weights[i], length);
            }
            result.write(start, sum, length);
        }
    }

    private static void scale(float[] sum, float weight, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] *= weight;
        }
    }

    private static void add(float[] sum, float[] block, float weight, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += weight * block[i];
        }
    }
}
