package org.dahlquist.network;

import org.dahlquist.network.NetworkGraph.State;
import org.nd4j.linalg.activations.Activation;

/**
 * SE-ResNeXt 16×64d for small images: three stages of (depth − 2)/9 post-activation blocks with 256, 512, 1024 channels,
 * F = convolution 1×1, 3×3 in 16 groups of 64, 128, 256 channels, 1×1, each with BN, then squeeze-and-excitation with a
 * sixteenth of the channels. References: Xie et al., "Aggregated Residual Transformations", CVPR 2017, arXiv 1611.05431;
 * Hu, Shen, Sun, "Squeeze-and-Excitation Networks", CVPR 2018, arXiv 1709.01507.
 */
final class SeResNeXt {
    private static final int STAGES = 3;
    private static final int GROUPS = 16;
    private static final int GROUP_CHANNELS = 64;
    private static final int CHANNELS = 256;
    private static final int SQUEEZE = 16;

    private SeResNeXt() {}

    static State body(NetworkSpec spec, NetworkGraph net) {
        State x = net.normalisation("stem.norm", net.convolution("stem", net.image(), 64, 3, 1), true);
        int each = (spec.depth() - 2) / 9;
        for (int block = 0; block < STAGES * each; block++) {
            int stage = block / each;
            x = block(net, "block" + block, x, stage, stage > 0 && block % each == 0 ? 2 : 1);
        }
        return x;
    }

    private static State block(NetworkGraph net, String name, State x, int stage, int stride) {
        int channels = CHANNELS << stage;
        int width = GROUPS * GROUP_CHANNELS << stage;
        State first = net.normalisation(name + ".norm1", net.convolution(name + ".conv1", x, width, 1, 1), true);
        State grouped = net.convolution(name + ".conv2", first, width, 3, stride, GROUPS);
        State second = net.normalisation(name + ".norm2", grouped, true);
        State third =
                net.normalisation(name + ".norm3", net.convolution(name + ".conv3", second, channels, 1, 1), false);
        State excited = net.excitation(name + ".se", third, channels / SQUEEZE, Activation.RELU);
        State shortcut = x.channels() == channels
                ? x
                : net.normalisation(
                        name + ".project.norm", net.convolution(name + ".project.x", x, channels, 1, stride), false);
        return net.activation(name + ".relu", net.sum(name, excited, shortcut), Activation.RELU);
    }
}
