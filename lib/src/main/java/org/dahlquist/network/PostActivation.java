package org.dahlquist.network;

import org.dahlquist.network.NetworkGraph.State;
import org.nd4j.linalg.activations.Activation;

/**
 * Networks of post-activation blocks, x ← ReLU(x + F(x)), F = convolution-BN-ReLU two or three times without the last
 * ReLU; where channels or pixels change, x goes through a 1×1 convolution with BN. Reference: He et al., "Deep Residual
 * Learning for Image Recognition", CVPR 2016 (there the networks of three stages pad x with zeros; their projection here
 * is that of Li et al., "Visualizing the Loss Landscape of Neural Nets", NeurIPS 2018, which the VDM paper trains).
 */
final class PostActivation {
    private PostActivation() {}

    /** Three stages of 16, 32, 64 channels. */
    static State cifarResNet(NetworkSpec spec, NetworkGraph net) {
        State stem = net.normalisation("stem.norm", net.convolution("stem", net.image(), 16, 3, 1), true);
        return blocks(net, Stages.three(spec), stem);
    }

    /** Four stages of 64 to 512 channels. */
    static State resNet(NetworkSpec spec, NetworkGraph net) {
        return blocks(net, Stages.four(spec.depth()), Stem.normalised(spec, net));
    }

    private static State blocks(NetworkGraph net, Stages stages, State stem) {
        State x = stem;
        for (int block = 0; block < stages.count(); block++) {
            x = block(net, stages, block, x, stages.stride(block, x, stem));
        }
        return x;
    }

    private static State block(NetworkGraph net, Stages stages, int block, State x, int stride) {
        String name = "block" + block;
        int[] kernels = stages.kernels();
        State branch = x;
        for (int i = 0; i < kernels.length; i++) {
            State convolution = net.convolution(
                    name + ".conv" + (i + 1), branch, stages.channels(block, i), kernels[i], stages.stride(i, stride));
            branch = net.normalisation(name + ".norm" + (i + 1), convolution, i < kernels.length - 1);
        }
        State shortcut = stride == 1 && x.channels() == stages.channels(block)
                ? x
                : net.normalisation(
                        name + ".project.norm",
                        net.convolution(name + ".project.x", x, stages.channels(block), 1, stride),
                        false);
        return net.activation(name + ".relu", net.sum(name, shortcut, branch), Activation.RELU);
    }
}
