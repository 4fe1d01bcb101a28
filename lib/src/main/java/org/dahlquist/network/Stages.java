package org.dahlquist.network;

import org.dahlquist.network.NetworkGraph.State;

/**
 * The blocks of a residual network, in stages whose width doubles while the pixels halve.
 *
 * @param width channels of the first stage's 3×3 convolutions
 * @param blocks blocks of each stage
 * @param bottleneck whether a block is 1×1 - 3×3 - 1×1 with four times the channels at its end, instead of two times 3×3
 */
record Stages(int width, int[] blocks, boolean bottleneck) {
    private static final int EXPANSION = 4;
    private static final int[] BASIC_KERNELS = {3, 3};
    private static final int[] BOTTLENECK_KERNELS = {1, 3, 1};

    /** Three stages from 16 channels on, for images of 32 pixels. */
    static Stages three(NetworkSpec spec) {
        boolean bottleneck = spec.config().hasBottlenecks();
        int layers = 3 * (bottleneck ? BOTTLENECK_KERNELS.length : BASIC_KERNELS.length);
        int n = (spec.depth() - 2) / layers;
        return new Stages(16, new int[] {n, n, n}, bottleneck);
    }

    /** Four stages from 64 channels on. */
    static Stages four(int depth) {
        int[] blocks = switch (depth) {
            case 18 -> new int[] {2, 2, 2, 2};
            case 34, 50 -> new int[] {3, 4, 6, 3};
            case 101 -> new int[] {3, 4, 23, 3};
            case 152 -> new int[] {3, 8, 36, 3};
            default -> throw new IllegalArgumentException("no network of four stages has depth " + depth);
        };
        return new Stages(64, blocks, depth >= 50);
    }

    /** All blocks. */
    int count() {
        int count = 0;
        for (int each : blocks) {
            count += each;
        }
        return count;
    }

    private int stage(int block) {
        int stage = 0;
        for (int end = blocks[0]; block >= end; end += blocks[stage]) {
            stage++;
        }
        return stage;
    }

    /** Channels that a block gives. */
    int channels(int block) {
        return (bottleneck ? EXPANSION : 1) * width << stage(block);
    }

    /** How many pixels of the stem's output went into one of a block's, along each side. */
    int reduction(int block) {
        return 1 << stage(block);
    }

    /** Sides of the kernels in a block. */
    int[] kernels() {
        return bottleneck ? BOTTLENECK_KERNELS : BASIC_KERNELS;
    }

    /** Channels of a block's convolution, counted from 0. */
    int channels(int block, int convolution) {
        boolean last = convolution == kernels().length - 1;
        return last ? channels(block) : width << stage(block);
    }

    /** Stride of a block's convolution: that of the whole block in the first 3×3 one. */
    int stride(int convolution, int blockStride) {
        return convolution == (bottleneck ? 1 : 0) ? blockStride : 1;
    }

    /** A state's stride towards a block. */
    int stride(int block, State state, State stem) {
        return stem.reduction() * reduction(block) / state.reduction();
    }
}
