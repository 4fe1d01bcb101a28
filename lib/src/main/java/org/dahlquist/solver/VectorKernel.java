package org.dahlquist.solver;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** SIMD registers: one holds a row of the tile (AVX-512), or two of them do (AVX2), one after the other. */
final class VectorKernel implements TileKernel {
    private static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_PREFERRED.length() > WIDTH ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = FLOATS.withLanes(double.class);
    private static final int L = FLOATS.length();

    @Override
    public double[] multiply(ScaledMatrix matrix, float[] p, float[] q) {
        double[] dots = new double[WIDTH];
        for (int block = 0; block < matrix.rows(); block += BLOCK) {
            int end = Math.min(matrix.rows(), block + BLOCK);
            for (int lane = 0; lane < WIDTH; lane += L) {
                add(rows(matrix, block, end, lane, p, q), dots, lane);
            }
        }
        return dots;
    }

    /** The rows of one block in one register's columns; returns p · q. */
    private static FloatVector rows(ScaledMatrix matrix, int from, int to, int lane, float[] p, float[] q) {
        int[] columns = matrix.columns();
        float[] values = matrix.values();
        FloatVector dot = FloatVector.zero(FLOATS);
        for (int row = from; row < to; row++) {
            FloatVector even = FloatVector.zero(FLOATS);
            FloatVector odd = FloatVector.zero(FLOATS);
            int entry = matrix.offsets()[row];
            int end = matrix.offsets()[row + 1];
            for (; entry + 1 < end; entry += 2) {
                even = FloatVector.fromArray(FLOATS, p, columns[entry] * WIDTH + lane)
                        .fma(FloatVector.broadcast(FLOATS, values[entry]), even);
                odd = FloatVector.fromArray(FLOATS, p, columns[entry + 1] * WIDTH + lane)
                        .fma(FloatVector.broadcast(FLOATS, values[entry + 1]), odd);
            }
            if (entry < end) {
                even = FloatVector.fromArray(FLOATS, p, columns[entry] * WIDTH + lane)
                        .fma(FloatVector.broadcast(FLOATS, values[entry]), even);
            }
            FloatVector sum = even.add(odd);
            sum.intoArray(q, row * WIDTH + lane);
            dot = FloatVector.fromArray(FLOATS, p, row * WIDTH + lane).fma(sum, dot);
        }
        return dot;
    }

    @Override
    public double[] reduce(float[] step, float[] q, float[] r) {
        double[] squares = new double[WIDTH];
        for (int lane = 0; lane < WIDTH; lane += L) {
            FloatVector back = FloatVector.fromArray(FLOATS, step, lane).neg();
            for (int block = 0; block < r.length; block += BLOCK * WIDTH) {
                FloatVector square = FloatVector.zero(FLOATS);
                int end = Math.min(r.length, block + BLOCK * WIDTH);
                for (int at = block + lane; at < end; at += WIDTH) {
                    FloatVector reduced =
                            FloatVector.fromArray(FLOATS, q, at).fma(back, FloatVector.fromArray(FLOATS, r, at));
                    reduced.intoArray(r, at);
                    square = reduced.fma(reduced, square);
                }
                add(square, squares, lane);
            }
        }
        return squares;
    }

    @Override
    public void turn(float[] step, float[] momentum, float[] r, float[] x, float[] p) {
        for (int lane = 0; lane < WIDTH; lane += L) {
            FloatVector forward = FloatVector.fromArray(FLOATS, step, lane);
            FloatVector factor = FloatVector.fromArray(FLOATS, momentum, lane);
            for (int at = lane; at < r.length; at += WIDTH) {
                FloatVector direction = FloatVector.fromArray(FLOATS, p, at);
                direction.fma(forward, FloatVector.fromArray(FLOATS, x, at)).intoArray(x, at);
                direction.fma(factor, FloatVector.fromArray(FLOATS, r, at)).intoArray(p, at);
            }
        }
    }

    @Override
    public double[] residual(CompressedRows matrix, double[] b, double[] x, double[] r) {
        double[] squares = new double[WIDTH];
        int[] columns = matrix.columns();
        double[] values = matrix.values();
        for (int lane = 0; lane < WIDTH; lane += DOUBLES.length()) {
            DoubleVector square = DoubleVector.zero(DOUBLES);
            for (int row = 0; row < matrix.rows(); row++) {
                DoubleVector left = DoubleVector.fromArray(DOUBLES, b, row * WIDTH + lane);
                for (int entry = matrix.offsets()[row]; entry < matrix.offsets()[row + 1]; entry++) {
                    left = DoubleVector.fromArray(DOUBLES, x, columns[entry] * WIDTH + lane)
                            .fma(DoubleVector.broadcast(DOUBLES, -values[entry]), left);
                }
                left.intoArray(r, row * WIDTH + lane);
                square = left.fma(left, square);
            }
            square.intoArray(squares, lane);
        }
        return squares;
    }

    private static void add(FloatVector part, double[] sums, int lane) {
        for (int column = 0; column < L; column++) {
            sums[lane + column] += part.lane(column);
        }
    }
}
