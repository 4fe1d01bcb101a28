package org.dahlquist.network;

import org.dahlquist.network.NetworkGraph.State;

/**
 * DenseNet-BC for small images, growth 12: a convolution to 24 channels, then three stages of (depth − 4)/6 layers each,
 * BN-ReLU-convolution 1×1 to 48 channels, BN-ReLU-convolution 3×3 to 12, whose output is appended to its input; between
 * stages BN-ReLU-convolution 1×1 to half the channels and an average pooling; BN-ReLU last. Reference: Huang et al.,
 * "Densely Connected Convolutional Networks", CVPR 2017, arXiv 1608.06993.
 */
final class DenseNet {
    private static final int GROWTH = 12;
    private static final int STAGES = 3;

    private DenseNet() {}

    static State body(NetworkSpec spec, NetworkGraph net) {
        State x = net.convolution("stem", net.image(), 2 * GROWTH, 3, 1);
        for (int stage = 0; stage < STAGES; stage++) {
            for (int i = 0; i < (spec.depth() - 4) / (2 * STAGES); i++) {
                x = layer(net, "stage" + stage + ".layer" + i, x);
            }
            if (stage < STAGES - 1) {
                String name = "stage" + stage;
                State half = net.convolution(
                        name + ".conv", net.normalisation(name + ".norm", x, true), x.channels() / 2, 1, 1);
                x = net.averagePooling(name + ".pool", half);
            }
        }
        return net.normalisation("norm", x, true);
    }

    private static State layer(NetworkGraph net, String name, State x) {
        State narrow = net.convolution(name + ".conv1", net.normalisation(name + ".norm1", x, true), 4 * GROWTH, 1, 1);
        State grown = net.convolution(name + ".conv2", net.normalisation(name + ".norm2", narrow, true), GROWTH, 3, 1);
        return net.concatenation(name, x, grown);
    }
}
