package org.dahlquist.solver;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** SIMD registers: one holds a row of the tile (AVX-512), or two of them do (AVX2), one after the other. */
final class VectorKernel implements TileKernel {
    private static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_PREFERRED.length() > WIDTH ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
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
    public double[] advance(float[] step, float[] p, float[] q, float[] x, float[] r) {
        double[] squares = new double[WIDTH];
        for (int lane = 0; lane < WIDTH; lane += L) {
            FloatVector forward = FloatVector.fromArray(FLOATS, step, lane);
            FloatVector back = forward.neg();
            for (int block = 0; block < r.length; block += BLOCK * WIDTH) {
                FloatVector square = FloatVector.zero(FLOATS);
                int end = Math.min(r.length, block + BLOCK * WIDTH);
                for (int at = block + lane; at < end; at += WIDTH) {
                    FloatVector.fromArray(FLOATS, p, at)
                            .fma(forward, FloatVector.fromArray(FLOATS, x, at))
                            .intoArray(x, at);
                    FloatVector moved =
                            FloatVector.fromArray(FLOATS, q, at).fma(back, FloatVector.fromArray(FLOATS, r, at));
                    moved.intoArray(r, at);
                    square = moved.fma(moved, square);
                }
                add(square, squares, lane);
            }
        }
        return squares;
    }

    @Override
    public void turn(float[] momentum, float[] r, float[] p) {
        for (int lane = 0; lane < WIDTH; lane += L) {
            FloatVector factor = FloatVector.fromArray(FLOATS, momentum, lane);
            for (int at = lane; at < r.length; at += WIDTH) {
                FloatVector.fromArray(FLOATS, p, at)
                        .fma(factor, FloatVector.fromArray(FLOATS, r, at))
                        .intoArray(p, at);
            }
        }
    }

    private static void add(FloatVector part, double[] sums, int lane) {
        for (int column = 0; column < L; column++) {
            sums[lane + column] += part.lane(column);
        }
    }

    @Override
    public String label() {
        return "vector";
    }
}
