package org.dahlquist.network;

import java.util.List;
import org.dahlquist.network.NetworkGraph.State;
import org.dahlquist.run.NetworkConfig;
import org.nd4j.linalg.activations.Activation;

/** Networks without shortcuts; their convolutions have a bias. */
final class PlainNetworks {
    private static final int LENET_PIXELS = 32;
    private static final int DIGIT_PIXELS = 28;

    private PlainNetworks() {}

    /**
     * VGG for small images: five stages of 3×3 convolutions with BN-ReLU, halved by max pooling after each. Reference:
     * Simonyan and Zisserman, "Very Deep Convolutional Networks", ICLR 2015, arXiv 1409.1556; its three large linear
     * layers are replaced by one, as usual for CIFAR.
     */
    static State vgg(NetworkSpec spec, NetworkGraph net) {
        List<Integer> convolutions = switch (spec.depth()) {
            case 11 -> List.of(1, 1, 2, 2, 2);
            case 13 -> List.of(2, 2, 2, 2, 2);
            case 16 -> List.of(2, 2, 3, 3, 3);
            default -> List.of(2, 2, 4, 4, 4);
        };
        List<Integer> channels = List.of(64, 128, 256, 512, 512);
        State x = net.image();
        for (int stage = 0; stage < channels.size(); stage++) {
            String name = "stage" + stage;
            for (int i = 1; i <= convolutions.get(stage); i++) {
                State convolution = net.biased(name + ".conv" + i, x, channels.get(stage), 3, 1);
                x = net.normalisation(name + ".norm" + i, convolution, true);
            }
            x = net.maxPooling(name + ".pool", x, 2, 2);
        }
        return x;
    }

    /** Softmax regression: nothing below the head, so that the features are the normalised pixels themselves. */
    static State linear(NetworkGraph net) {
        return net.flattened("pixels", net.image());
    }

    /**
     * LeNet-5: convolutions 5×5 to 6 and 16 channels with a max pooling after each, then linear layers of 120 and 84,
     * which are convolutions over all pixels that are left; ReLU or the logistic function after every layer. Made for 32
     * pixels; digits of 28 get two pixels of zeros on each side. Reference: LeCun et al., "Gradient-Based Learning Applied
     * to Document Recognition", Proceedings of the IEEE 1998.
     */
    static State leNet(NetworkSpec spec, NetworkGraph net) {
        boolean sigmoid = spec.architecture() == NetworkConfig.Architecture.SIGMOID_LENET;
        Activation function = sigmoid ? Activation.SIGMOID : Activation.RELU;
        int pixels = spec.input().height();
        int padding = pixels == DIGIT_PIXELS ? (LENET_PIXELS - DIGIT_PIXELS) / 2 : 0;
        int left = ((pixels + 2 * padding - 4) / 2 - 4) / 2;
        State first = net.activation("act1", net.biased("conv1", net.image(), 6, 5, padding), function);
        State pooled = net.maxPooling("pool1", first, 2, 2);
        State second = net.activation("act2", net.biased("conv2", pooled, 16, 5, 0), function);
        State all = net.maxPooling("pool2", second, 2, 2);
        State third = net.activation("act3", net.biased("linear1", all, 120, left, 0), function);
        return net.activation("act4", net.biased("linear2", third, 84, 1, 0), function);
    }
}
