package org.dahlquist.network;

import org.dahlquist.network.NetworkGraph.State;

/** The registry: which class draws which family. */
final class Families {
    private Families() {}

    /** Draws everything from the image to the state that is pooled. */
    static State body(NetworkSpec spec, NetworkGraph net) {
        return switch (spec.architecture()) {
            case ZEROSNET -> PreActivation.zeroSNet(spec, net);
            case ZEROSNET_IMAGENET -> PreActivation.zeroSNetImageNet(spec, net);
            case PRERESNET -> PreActivation.preResNet(spec, net);
            case MRESNET -> PreActivation.mResNet(spec, net);
            case PREACT_RESNET -> PreActivation.preActResNet(spec, net);
            case RESNET -> PostActivation.resNet(spec, net);
            case CIFAR_RESNET -> PostActivation.cifarResNet(spec, net);
            case VGG -> PlainNetworks.vgg(spec, net);
            case LINEAR -> PlainNetworks.linear(net);
            case LENET, SIGMOID_LENET -> PlainNetworks.leNet(spec, net);
            case DENSENET -> DenseNet.body(spec, net);
            case SE_RESNEXT -> SeResNeXt.body(spec, net);
            case MOBILENET_V2 -> InvertedBottlenecks.mobileNetV2(net);
            case EFFICIENTNET_B0 -> InvertedBottlenecks.efficientNetB0(net);
        };
    }
}
