package org.dahlquist.network;

import java.util.ArrayList;
import java.util.List;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.NetworkConfig.Architecture;
import org.dahlquist.run.NetworkConfig.Block;
import org.dahlquist.run.NetworkConfig.Stem;
import org.dahlquist.run.NetworkConfig.Variant;

/** The networks of the papers, each for the images that it is trained on there. */
public final class Networks {
    private static final List<Double> OPTIMAL = List.of(1 / 3.0, 5 / 9.0, 1 / 9.0, 16 / 9.0);
    private static final int[] THREE_STAGES = {20, 32, 44, 56, 110, 164, 326, 650, 1298};
    private static final int[] FOUR_STAGES = {18, 34, 50, 101, 152};
    private static final int CIFAR_CLASSES = 10;
    private static final int IMAGENET_CLASSES = 1000;
    private static final ImageShape CIFAR = new ImageShape(3, 32, 32);
    private static final ImageShape IMAGENET = new ImageShape(3, 224, 224);

    private Networks() {}

    /** All of them, family by family. */
    public static List<NetworkSpec> all() {
        List<NetworkSpec> networks = new ArrayList<>();
        for (Variant variant : Variant.values()) {
            add(networks, Architecture.ZEROSNET, variant, THREE_STAGES);
        }
        add(networks, Architecture.PRERESNET, Variant.OPT, THREE_STAGES);
        add(networks, Architecture.MRESNET, Variant.OPT, THREE_STAGES);
        add(networks, Architecture.CIFAR_RESNET, Variant.OPT, 20, 32, 44, 56, 110);
        add(networks, Architecture.RESNET, Variant.OPT, FOUR_STAGES);
        add(networks, Architecture.PREACT_RESNET, Variant.OPT, 18, 34, 50);
        add(networks, Architecture.VGG, Variant.OPT, 11, 13, 16, 19);
        for (Architecture only : List.of(
                Architecture.LINEAR,
                Architecture.LENET,
                Architecture.SIGMOID_LENET,
                Architecture.DENSENET,
                Architecture.SE_RESNEXT,
                Architecture.MOBILENET_V2,
                Architecture.EFFICIENTNET_B0)) {
            add(networks, only, Variant.OPT, only.usualDepth());
        }
        for (Variant variant : Variant.values()) {
            addImageNet(networks, Architecture.ZEROSNET_IMAGENET, variant, FOUR_STAGES);
        }
        addImageNet(networks, Architecture.RESNET, Variant.OPT, FOUR_STAGES);
        addImageNet(networks, Architecture.PREACT_RESNET, Variant.OPT, 18, 34, 50);
        return List.copyOf(networks);
    }

    private static void add(List<NetworkSpec> networks, Architecture family, Variant variant, int... depths) {
        for (int depth : depths) {
            networks.add(new NetworkSpec(config(family, depth, variant, Stem.AUTO), CIFAR_CLASSES, CIFAR));
        }
    }

    private static void addImageNet(List<NetworkSpec> networks, Architecture family, Variant variant, int... depths) {
        for (int depth : depths) {
            networks.add(new NetworkSpec(config(family, depth, variant, Stem.IMAGENET), IMAGENET_CLASSES, IMAGENET));
        }
    }

    private static NetworkConfig config(Architecture family, int depth, Variant variant, Stem stem) {
        return new NetworkConfig(family, depth, variant, OPTIMAL, 1, Block.AUTO, stem);
    }
}
