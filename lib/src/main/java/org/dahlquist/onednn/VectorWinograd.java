package org.dahlquist.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import jdk.incubator.vector.FloatVector;

/**
 * Winograd's F(4×4, 3×3), and F(3×3, 4×4) for weight gradients, in the Java Vector API.
 *
 * <p>An image is cut into tiles of 4×4 pixels. 16 of them, a strip of whole rows of tiles, are transformed together, so
 * that all between the first and the last transform stays in the second-level cache; as many images are taken at a time
 * as fill whole strips. Where a tile of 36 products was transformed, position p of tile t lies at
 * {@code [block][p][t][channel]}.
 *
 * <p>The stages of a strip are called through an array, where HotSpot cannot inline them: together in one compilation
 * they take twice the time.
 */
final class VectorWinograd implements WinogradConvolution {
    private static final int C = BLOCK;
    private static final int TILES = 16;
    private static final int POINTS = VectorWeightTransforms.POINTS;
    private static final int POSITIONS = VectorWeightTransforms.POSITIONS;
    private static final int POSITION = TILES * C;
    private static final int PLANE = C * C;

    private final int blocks;
    private final int height;
    private final int width;
    private final int across;
    private final int down;
    private final int group;
    private final int paddedRow;
    private final int paddedPlane;
    private final float[] pixels;
    private final float[] padded;
    private final float[] half;
    private final float[] left;
    private final float[] right;
    private final float[] sums;
    private final VectorWeightTransforms transform;
    private final IntConsumer[] convolution = {this::transformInput, this::multiply, this::transformOutput};
    private final IntConsumer[] weightGradient = {this::transformInput, this::transformGradient, this::addProducts};
    private float[] factors;

    VectorWinograd(int channels, int height, int width) {
        this.height = height;
        this.width = width;
        blocks = channels / C;
        across = width / 4;
        down = height / 4;
        group = imagesOfWholeStrips();
        paddedRow = (width + 2) * C;
        paddedPlane = (height + 2) * paddedRow;
        pixels = new float[group * blocks * height * width * C];
        padded = new float[group * blocks * paddedPlane];
        half = new float[POINTS * paddedRow];
        left = new float[blocks * POSITIONS * POSITION];
        right = new float[left.length];
        sums = new float[blocks * blocks * POSITIONS * PLANE];
        transform = new VectorWeightTransforms(blocks);
    }

    private int imagesOfWholeStrips() {
        int images = 1;
        while (images * down * across % TILES != 0) {
            images++;
        }
        return images;
    }

    @Override
    public boolean isFast() {
        return FloatVector.SPECIES_PREFERRED.length() >= C;
    }

    /** {@code [out block][p][in block][in][out]}. */
    @Override
    public Filter filter() {
        return new Filter(blocks * blocks * POSITIONS * PLANE);
    }

    @Override
    public void prepare(FloatBuffer weights, float factor, Filter filter) {
        transform.prepare(weights, factor, filter);
    }

    @Override
    public void prepareMirrored(FloatBuffer weights, float factor, Filter filter) {
        transform.prepareMirrored(weights, factor, filter);
    }

    @Override
    public void convolve(Filter filter, FloatBuffer source, FloatBuffer destination, int images) {
        factors = filter.values;
        for (int first = 0; first < images; first += group) {
            int count = Math.min(group, images - first);
            pad(source, first, count);
            passStrips(convolution);
            destination.put(first * imageLength(), pixels, 0, count * imageLength());
        }
    }

    @Override
    public void weightGradient(
            FloatBuffer source, FloatBuffer gradient, int images, float factor, FloatBuffer weights) {
        Arrays.fill(sums, 0);
        for (int first = 0; first < images; first += group) {
            int count = Math.min(group, images - first);
            pad(source, first, count);
            gradient.get(first * imageLength(), pixels, 0, count * imageLength());
            Arrays.fill(pixels, count * imageLength(), pixels.length, 0);
            passStrips(weightGradient);
        }
        transform.gradient(sums, factor, weights);
    }

    private int imageLength() {
        return blocks * height * width * C;
    }

    private void pad(FloatBuffer source, int first, int count) {
        for (int plane = 0; plane < count * blocks; plane++) {
            int from = first * imageLength() + plane * height * width * C;
            int to = plane * paddedPlane + paddedRow + C;
            for (int y = 0; y < height; y++) {
                source.get(from + y * width * C, padded, to + y * paddedRow, width * C);
            }
        }
    }

    private void passStrips(IntConsumer[] stages) {
        for (int tile = 0; tile < group * down * across; tile += TILES) {
            for (IntConsumer stage : stages) {
                stage.accept(tile);
            }
        }
    }

    /** Offset of a tile's first pixel among the pixels of the group. */
    private int pixel(int tile, int block) {
        int row = tile / across;
        return (((row / down * blocks + block) * height + row % down * 4) * width + tile % across * 4) * C;
    }

    /** Pixels of the strip that begins with this tile to {@link #left}. */
    private void transformInput(int first) {
        for (int tile = 0; tile < TILES; tile += across) {
            int row = (first + tile) / across;
            for (int block = 0; block < blocks; block++) {
                int from = (row / down * blocks + block) * paddedPlane + row % down * 4 * paddedRow;
                for (int x = 0; x < paddedRow; x += C) {
                    VectorTransforms.input(padded, from + x, paddedRow, half, x, paddedRow);
                }
                for (int r = 0; r < POINTS; r++) {
                    int to = (block * POSITIONS + POINTS * r) * POSITION + tile * C;
                    for (int column = 0; column < across; column++) {
                        int x = 4 * column * C;
                        VectorTransforms.input(half, r * paddedRow + x, C, left, to + column * C, POSITION);
                    }
                }
            }
        }
    }

    /** {@link #left} to {@link #right} by the filter. */
    private void multiply(int first) {
        for (int at = 0; at < blocks * POSITIONS; at++) {
            int position = at % POSITIONS * POSITION;
            VectorMatrices.multiply(
                    left, position, POSITIONS * POSITION, factors, at * blocks * PLANE, blocks, right, at * POSITION);
        }
    }

    /** {@link #right} to pixels of the group. */
    private void transformOutput(int first) {
        for (int block = 0; block < blocks; block++) {
            for (int tile = 0; tile < TILES; tile++) {
                int from = block * POSITIONS * POSITION + tile * C;
                for (int c = 0; c < POINTS; c++) {
                    VectorTransforms.output(right, from + c * POSITION, POINTS * POSITION, half, c * C, POINTS * C);
                }
                int to = pixel(first + tile, block);
                for (int y = 0; y < 4; y++) {
                    VectorTransforms.output(half, y * POINTS * C, C, pixels, to + y * width * C, C);
                }
            }
        }
    }

    /** Pixels of the group, a gradient, to {@link #right}. */
    private void transformGradient(int first) {
        for (int block = 0; block < blocks; block++) {
            for (int tile = 0; tile < TILES; tile++) {
                int from = pixel(first + tile, block);
                for (int x = 0; x < 4; x++) {
                    VectorTransforms.gradient(pixels, from + x * C, width * C, half, x * C, 4 * C);
                }
                int to = block * POSITIONS * POSITION + tile * C;
                for (int r = 0; r < POINTS; r++) {
                    VectorTransforms.gradient(half, 4 * r * C, C, right, to + POINTS * r * POSITION, POSITION);
                }
            }
        }
    }

    /** Products of {@link #left} and {@link #right} to the sums, {@code [out block][in block][p][in][out]}. */
    private void addProducts(int first) {
        for (int ob = 0; ob < blocks; ob++) {
            for (int ib = 0; ib < blocks; ib++) {
                for (int p = 0; p < POSITIONS; p++) {
                    VectorMatrices.addTransposed(
                            left,
                            (ib * POSITIONS + p) * POSITION,
                            right,
                            (ob * POSITIONS + p) * POSITION,
                            sums,
                            ((ob * blocks + ib) * POSITIONS + p) * PLANE);
                }
            }
        }
    }
}
