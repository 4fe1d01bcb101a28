package org.dahlquist.network;

import java.util.List;
import org.dahlquist.network.NetworkGraph.State;
import org.nd4j.linalg.activations.Activation;

/**
 * Networks of inverted bottlenecks: a 1×1 convolution to more channels, a depthwise one, a 1×1 convolution back, each with
 * BN, and a shortcut around blocks that keep the image's shape.
 *
 * <p>Both with strides for images of 32 pixels, as in the collection that the GAF paper trains
 * (<a href="https://github.com/kuangliu/pytorch-cifar">kuangliu/pytorch-cifar</a>). MobileNetV2 there has two
 * peculiarities: the first 1×1 convolution also where it adds no channels, and a shortcut through a 1×1 convolution with BN
 * where a block of stride 1 changes channels. References: Sandler et al., "MobileNetV2", CVPR 2018, arXiv 1801.04381;
 * Tan and Le, "EfficientNet", ICML 2019, arXiv 1905.11946 (here without dropout and drop-connect).
 */
final class InvertedBottlenecks {
    private static final List<Stage> MOBILENET_V2 = List.of(
            new Stage(1, 16, 1, 3, 1),
            new Stage(6, 24, 2, 3, 1),
            new Stage(6, 32, 3, 3, 2),
            new Stage(6, 64, 4, 3, 2),
            new Stage(6, 96, 3, 3, 1),
            new Stage(6, 160, 3, 3, 2),
            new Stage(6, 320, 1, 3, 1));
    private static final List<Stage> EFFICIENTNET_B0 = List.of(
            new Stage(1, 16, 1, 3, 1),
            new Stage(6, 24, 2, 3, 2),
            new Stage(6, 40, 2, 5, 2),
            new Stage(6, 80, 3, 3, 2),
            new Stage(6, 112, 3, 5, 1),
            new Stage(6, 192, 4, 5, 2),
            new Stage(6, 320, 1, 3, 1));
    private static final int STEM_CHANNELS = 32;
    private static final int LAST_CHANNELS = 1280;
    private static final int SQUEEZE = 4;

    private final NetworkGraph net;
    private final boolean excited;

    /** Blocks of one kind; the stride is the first one's. */
    private record Stage(int expansion, int channels, int blocks, int kernel, int stride) {}

    private InvertedBottlenecks(NetworkGraph net, boolean excited) {
        this.net = net;
        this.excited = excited;
    }

    /** With ReLU, and a last convolution to 1,280 channels. */
    static State mobileNetV2(NetworkGraph net) {
        InvertedBottlenecks drawing = new InvertedBottlenecks(net, false);
        State x = drawing.stages(MOBILENET_V2);
        return drawing.activated("last", net.convolution("last", x, LAST_CHANNELS, 1, 1));
    }

    /** With swish, and squeeze-and-excitation after every depthwise convolution. */
    static State efficientNetB0(NetworkGraph net) {
        return new InvertedBottlenecks(net, true).stages(EFFICIENTNET_B0);
    }

    private State stages(List<Stage> stages) {
        State x = activated("stem", net.convolution("stem", net.image(), STEM_CHANNELS, 3, 1));
        int block = 0;
        for (Stage stage : stages) {
            for (int i = 0; i < stage.blocks(); i++) {
                x = block("block" + block++, stage, x, i == 0 ? stage.stride() : 1);
            }
        }
        return x;
    }

    private State block(String name, Stage stage, State x, int stride) {
        int wide = stage.expansion() * x.channels();
        State expanded = excited && stage.expansion() == 1
                ? x
                : activated(name + ".expand", net.convolution(name + ".expand", x, wide, 1, 1));
        State depthwise = net.convolution(name + ".depthwise", expanded, wide, stage.kernel(), stride, wide);
        State inner = activated(name + ".depthwise", depthwise);
        if (excited) {
            inner = net.excitation(name + ".se", inner, x.channels() / SQUEEZE, Activation.SWISH);
        }
        State out = net.normalisation(
                name + ".reduce.norm", net.convolution(name + ".reduce", inner, stage.channels(), 1, 1), false);
        boolean around = stride == 1 && (!excited || x.channels() == stage.channels());
        return around ? net.sum(name, out, shortcut(name, x, stage.channels())) : out;
    }

    private State shortcut(String name, State x, int channels) {
        return x.channels() == channels
                ? x
                : net.normalisation(
                        name + ".project.norm", net.convolution(name + ".project.x", x, channels, 1, 1), false);
    }

    /** BN, then swish with excitation, else ReLU. */
    private State activated(String name, State state) {
        State normalised = net.normalisation(name + ".norm", state, !excited);
        return excited ? net.activation(name + ".act", normalised, Activation.SWISH) : normalised;
    }
}
