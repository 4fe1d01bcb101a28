package org.dahlquist.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What one core of this machine reaches at best.
 *
 * @param flops floating-point operations per second of a large float32 matrix product
 * @param bandwidth bytes per second, read and written, of copying memory far larger than the cache
 */
record MachinePeak(double flops, double bandwidth) {
    private static final int SIDE = 1536;
    private static final int FLOATS = 1 << 25;
    private static final int REPEATS = 7;

    /** Measures it: the best of some repetitions. */
    static MachinePeak measure() {
        INDArray a = Nd4j.rand(DataType.FLOAT, SIDE, SIDE);
        INDArray b = Nd4j.rand(DataType.FLOAT, SIDE, SIDE);
        INDArray c = Nd4j.createUninitialized(DataType.FLOAT, SIDE, SIDE);
        double product = best(() -> Nd4j.gemm(a, b, c, false, false, 1, 0));
        float[] from = new float[FLOATS];
        float[] to = new float[FLOATS];
        double copy = best(() -> System.arraycopy(from, 0, to, 0, FLOATS));
        return new MachinePeak(2.0 * SIDE * SIDE * SIDE / product, 2.0 * Float.BYTES * FLOATS / copy);
    }

    /** The least time in which this work could be done here: operations or bytes, whichever takes longer. */
    double floorSeconds(long operations, long bytes) {
        return Math.max(operations / flops, bytes / bandwidth);
    }

    private static double best(Runnable work) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            work.run();
            times.add((System.nanoTime() - start) * 1e-9);
        }
        return times.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }
}
