package org.dahlquist.network;

import org.dahlquist.network.NetworkGraph.State;

/** What stands before the first block of networks with four stages. */
final class Stem {
    private static final int CHANNELS = 64;

    private Stem() {}

    /** A convolution to 64 channels; for large images BN-ReLU and a pooling behind it. */
    static State wide(NetworkSpec spec, NetworkGraph net) {
        return spec.config().hasLargeStem() ? large(net) : net.convolution("stem", net.image(), CHANNELS, 3, 1);
    }

    /** The same, with BN-ReLU behind the convolution for small images too. */
    static State normalised(NetworkSpec spec, NetworkGraph net) {
        return spec.config().hasLargeStem()
                ? large(net)
                : net.normalisation("stem.norm", net.convolution("stem", net.image(), CHANNELS, 3, 1), true);
    }

    private static State large(NetworkGraph net) {
        State convolution = net.convolution("stem", net.image(), CHANNELS, 7, 2);
        return net.maxPooling("stem.pool", net.normalisation("stem.norm", convolution, true), 3, 2);
    }
}
