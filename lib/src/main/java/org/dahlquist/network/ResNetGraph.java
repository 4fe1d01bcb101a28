package org.dahlquist.network;

import java.util.List;
import org.dahlquist.DahlquistException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * ResNet-18 with the stem for small images: convolution 3×3 to 64 channels, then four stages of 64, 128, 256, 512
 * channels with two basic blocks each, x ← ReLU(x + F(x)), F = convolution-BN-ReLU-convolution-BN; the first block of
 * stages 2 to 4 halves the image and projects x by a 1×1 convolution with BN. Reference: He et al., "Deep Residual
 * Learning for Image Recognition", CVPR 2016.
 */
final class ResNetGraph extends NetworkGraph {
    private static final int DEPTH = 18;
    private static final int STAGES = 4;
    private static final int BLOCKS_PER_STAGE = 2;
    private static final int STEM_CHANNELS = 64;

    ResNetGraph(NetworkSpec spec, IUpdater updater, List<Regularization> regularization, long seed, DataType type) {
        super(spec, updater, regularization, seed, type);
    }

    static void requireDepth(int depth) {
        if (depth != DEPTH) {
            throw DahlquistException.config("network depth must be 18 for resnet, but is %d", depth);
        }
    }

    static int features() {
        return STEM_CHANNELS << (STAGES - 1);
    }

    @Override
    State body(State image) {
        State x = normalisation("stem.norm", convolution("stem", image, STEM_CHANNELS, 3, 1), true);
        for (int block = 0; block < STAGES * BLOCKS_PER_STAGE; block++) {
            x = block("block" + block, x, STEM_CHANNELS << (block / BLOCKS_PER_STAGE));
        }
        return x;
    }

    private State block(String name, State x, int channels) {
        int stride = x.channels() == channels ? 1 : 2;
        State first = normalisation(name + ".norm1", convolution(name + ".conv1", x, channels, 3, stride), true);
        State branch = normalisation(name + ".norm2", convolution(name + ".conv2", first, channels, 3, 1), false);
        State shortcut = stride == 1
                ? x
                : normalisation(
                        name + ".project.norm", convolution(name + ".project.x", x, channels, 1, stride), false);
        return relu(name + ".relu", sum(name, new double[] {1, 1}, shortcut, branch));
    }
}
