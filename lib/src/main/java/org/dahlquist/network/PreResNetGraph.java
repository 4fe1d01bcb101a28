package org.dahlquist.network;

import java.util.List;
import org.dahlquist.DahlquistException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Pre-activation residual networks for small images: three stages of 16, 32, 64 channels with n = (depth − 2)/6 basic
 * blocks each, x ← x + F(x), F = two times BN-ReLU-convolution 3×3; the first block of stages 2 and 3 halves the image.
 */
class PreResNetGraph extends NetworkGraph {
    private static final int STAGES = 3;
    private static final int STEM_CHANNELS = 16;

    PreResNetGraph(NetworkSpec spec, IUpdater updater, List<Regularization> regularization, long seed, DataType type) {
        super(spec, updater, regularization, seed, type);
    }

    static void requireDepth(int depth) {
        if (depth < 8 || (depth - 2) % 6 != 0) {
            throw DahlquistException.config(
                    "network depth must be 6n+2 with n >= 1 (8, 14, 20, 32, 44, 56, 110, ...), but is %d", depth);
        }
    }

    static int features() {
        return STEM_CHANNELS << (STAGES - 1);
    }

    @Override
    final State body(State image) {
        return normalisation("norm", blocks(convolution("stem", image, STEM_CHANNELS, 3, 1)), true);
    }

    /** Adds all blocks. */
    State blocks(State stem) {
        State x = stem;
        for (int block = 0; block < blockCount(); block++) {
            State branch = branch(block, x);
            x = sum("block" + block, new double[] {1, 1}, projected(block, "x", x, channels(block)), branch);
        }
        return x;
    }

    final int blockCount() {
        return STAGES * spec().blocksPerStage();
    }

    final int channels(int block) {
        return STEM_CHANNELS << (block / spec().blocksPerStage());
    }

    /** F of a block: two times BN-ReLU-convolution. */
    final State branch(int block, State x) {
        int channels = channels(block);
        String name = "block" + block;
        State first = normalisation(name + ".norm1", x, true);
        State middle = convolution(name + ".conv1", first, channels, 3, x.channels() == channels ? 1 : 2);
        State second = normalisation(name + ".norm2", middle, true);
        return convolution(name + ".conv2", second, channels, 3, 1);
    }

    /** The state itself where it has the block's channels, else through its own 1×1 convolution with stride 2. */
    final State projected(int block, String which, State state, int channels) {
        return state.channels() == channels
                ? state
                : convolution("block" + block + ".project." + which, state, channels, 1, 2);
    }
}
