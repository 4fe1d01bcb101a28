package org.dahlquist.onednn;

import java.nio.FloatBuffer;

/**
 * Winograd's transforms of weights, {@code [out][in][3][3]}: to the factors at the 36 positions of a tile, and from the
 * sums of products there to the weights' gradient.
 */
final class VectorWeightTransforms {
    /** Positions of a tile in one direction. */
    static final int POINTS = 6;

    /** Positions of a tile. */
    static final int POSITIONS = POINTS * POINTS;

    private static final int C = WinogradConvolution.BLOCK;
    private static final int PLANE = C * C;

    private final int blocks;
    private final float[] planes = new float[9 * PLANE];
    private final float[] halfPlanes = new float[18 * PLANE];

    VectorWeightTransforms(int blocks) {
        this.blocks = blocks;
    }

    /** Fills the filter of a convolution. */
    void prepare(FloatBuffer weights, float factor, WinogradConvolution.Filter filter) {
        for (int ob = 0; ob < blocks; ob++) {
            for (int ib = 0; ib < blocks; ib++) {
                for (int o = 0; o < C; o++) {
                    for (int i = 0; i < C; i++) {
                        int from = weight(ob * C + o, ib * C + i);
                        for (int k = 0; k < 9; k++) {
                            planes[(k * C + i) * C + o] = factor * weights.get(from + k);
                        }
                    }
                }
                transformFilter(filter, ob, ib);
            }
        }
    }

    /** Fills the filter of a convolution's input gradient. */
    void prepareMirrored(FloatBuffer weights, float factor, WinogradConvolution.Filter filter) {
        for (int ib = 0; ib < blocks; ib++) {
            for (int ob = 0; ob < blocks; ob++) {
                for (int o = 0; o < C; o++) {
                    for (int i = 0; i < C; i++) {
                        int from = weight(ob * C + o, ib * C + i);
                        for (int k = 0; k < 9; k++) {
                            planes[((8 - k) * C + o) * C + i] = factor * weights.get(from + k);
                        }
                    }
                }
                transformFilter(filter, ib, ob);
            }
        }
    }

    private int weight(int out, int in) {
        return (out * blocks * C + in) * 9;
    }

    /** planes[3][3] to the filter's [6][6] between two blocks. */
    private void transformFilter(WinogradConvolution.Filter filter, int outBlock, int inBlock) {
        int to = (outBlock * POSITIONS * blocks + inBlock) * PLANE;
        int step = blocks * PLANE;
        for (int at = 0; at < PLANE; at += C) {
            for (int x = 0; x < 3; x++) {
                VectorTransforms.filter(planes, x * PLANE + at, 3 * PLANE, halfPlanes, x * PLANE + at, 3 * PLANE);
            }
            for (int r = 0; r < POINTS; r++) {
                VectorTransforms.filter(
                        halfPlanes, 3 * r * PLANE + at, PLANE, filter.values, to + POINTS * r * step + at, step);
            }
        }
    }

    /**
     * Writes the gradient of the weights.
     *
     * @param sums {@code [out block][in block][p][in][out]}; overwritten
     * @param factor multiplies what is written
     */
    void gradient(float[] sums, float factor, FloatBuffer weights) {
        for (int ob = 0; ob < blocks; ob++) {
            for (int ib = 0; ib < blocks; ib++) {
                transformSums(sums, (ob * blocks + ib) * POSITIONS * PLANE, factor);
                for (int o = 0; o < C; o++) {
                    for (int i = 0; i < C; i++) {
                        int to = weight(ob * C + o, ib * C + i);
                        for (int k = 0; k < 9; k++) {
                            weights.put(to + k, planes[(k * C + i) * C + o]);
                        }
                    }
                }
            }
        }
    }

    /** The sums of two blocks, [6][6], to planes[3][3]. */
    private void transformSums(float[] sums, int from, float factor) {
        for (int p = 0; p < POSITIONS; p++) {
            float scale = factor
                    * VectorTransforms.GRADIENT_FACTORS[p / POINTS]
                    * VectorTransforms.GRADIENT_FACTORS[p % POINTS];
            for (int at = from + p * PLANE; at < from + (p + 1) * PLANE; at++) {
                sums[at] *= scale;
            }
        }
        for (int at = 0; at < PLANE; at += C) {
            for (int c = 0; c < POINTS; c++) {
                int column = c * PLANE + at;
                VectorTransforms.weights(sums, from + column, POINTS * PLANE, halfPlanes, column, POINTS * PLANE);
            }
            for (int y = 0; y < 3; y++) {
                VectorTransforms.weights(halfPlanes, POINTS * y * PLANE + at, PLANE, planes, 3 * y * PLANE + at, PLANE);
            }
        }
    }
}
