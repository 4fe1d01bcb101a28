package org.dahlquist.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Which network to build; classes and image shape come from the dataset.
 *
 * @param architecture the family
 * @param depth layers with weights, as the family counts them; 0 for its usual depth
 * @param variant ZeroSNet's coefficients: given and fixed, or trained
 * @param coefficients a0, a1, a2, b0 of the multistep method; used by ZeroSNet's variant Opt alone
 * @param initialK every block's k before training; used by ZeroSNet's variant Tra alone
 * @param block which blocks the families with three stages have
 * @param stem what stands before the first block
 */
public record NetworkConfig(
        Architecture architecture,
        int depth,
        Variant variant,
        List<Double> coefficients,
        double initialK,
        Block block,
        Stem stem) {
    /** The depth from which on networks with three stages have bottlenecks, if their block is AUTO. */
    public static final int FIRST_BOTTLENECK = 164;

    private static final double LARGEST_K = 1000;

    /** A setting that doesn't fit the others: its key, and a rule that it breaks. */
    public record Fault(String key, String rule) {}

    /** Copies the list. */
    public NetworkConfig {
        coefficients = List.copyOf(coefficients);
    }

    /** A network with given coefficients and its family's usual block and stem. */
    public NetworkConfig(Architecture architecture, int depth, List<Double> coefficients) {
        this(architecture, depth, Variant.OPT, coefficients, 1, Block.AUTO, Stem.AUTO);
    }

    static NetworkConfig read(ConfigReader at) {
        NetworkConfig config = new NetworkConfig(
                at.oneOf("architecture", Architecture.class),
                at.intInRange("depth", 0, 2000),
                at.oneOf("variant", Variant.class),
                at.numbers("coefficients"),
                at.numberInRange("initial-k", -LARGEST_K, LARGEST_K),
                at.oneOf("block", Block.class),
                at.oneOf("stem", Stem.class));
        config.faults().forEach(fault -> at.require(false, fault.key(), fault.rule()));
        return config;
    }

    /** What is wrong with the settings together; empty if nothing. */
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        if (block != Block.AUTO && architecture.bottleneck == null) {
            faults.add(new Fault("block", "must be auto: this family has one kind of block for each depth"));
        } else if (!depths().contains(layers())) {
            faults.add(new Fault("depth", depths().rule() + (architecture.bottleneck == null ? "" : kindOfBlock())));
        }
        if (stem == Stem.IMAGENET && !architecture.twoStems) {
            faults.add(new Fault("stem", "must be auto or small: this family is for small images"));
        }
        if (coefficients.size() != 4 || !coefficients.stream().allMatch(Double::isFinite)) {
            faults.add(new Fault("coefficients", "must be four numbers: a0, a1, a2, b0"));
        }
        if (initialK == 0) {
            faults.add(new Fault("initial-k", "must not be 0, where the coefficients are infinite"));
        }
        return faults;
    }

    /** The depth, or the family's usual one where none is given. */
    public int layers() {
        return depth == 0 ? architecture.usualDepth() : depth;
    }

    /** Whether a network with three stages has bottleneck blocks, 1×1 - 3×3 - 1×1, instead of basic ones. */
    public boolean hasBottlenecks() {
        return architecture.bottleneck != null
                && (block == Block.BOTTLENECK || block == Block.AUTO && depth >= FIRST_BOTTLENECK);
    }

    /** Whether the stem is a 7×7 convolution with stride 2 and a pooling, for images of about 224 pixels. */
    public boolean hasLargeStem() {
        return stem == Stem.IMAGENET || stem == Stem.AUTO && architecture == Architecture.ZEROSNET_IMAGENET;
    }

    private Depths depths() {
        return hasBottlenecks() ? architecture.bottleneck : architecture.basic;
    }

    private String kindOfBlock() {
        return hasBottlenecks()
                ? " (network.block = bottleneck; auto from " + FIRST_BOTTLENECK + " on)"
                : " (network.block = basic; auto below " + FIRST_BOTTLENECK + ")";
    }

    /** Network families. */
    public enum Architecture {
        /** Third-order zero-stable multistep network of three stages with 16, 32, 64 channels. */
        ZEROSNET(Depths.every(6, 2, 20), Depths.every(9, 2, 164), false),
        /** Pre-activation residual network of the same topology. */
        PRERESNET(Depths.every(6, 2, 20), Depths.every(9, 2, 164), false),
        /** Post-activation residual network of four stages with 64, 128, 256, 512 channels. */
        RESNET(Depths.of(18, 34, 50, 101, 152), null, true),
        /** Second-order multistep network, whose blocks train their k, in PreResNet's topology. */
        MRESNET(Depths.every(6, 2, 20), Depths.every(9, 2, 164), false),
        /** Post-activation residual network of three stages with 16, 32, 64 channels. */
        CIFAR_RESNET(Depths.every(6, 2, 20), Depths.every(9, 2, 164), false),
        /** Pre-activation residual network of four stages with 64, 128, 256, 512 channels. */
        PREACT_RESNET(Depths.of(18, 34, 50, 101, 152), null, true),
        /** ZeroSNet of four stages with 64, 128, 256, 512 channels. */
        ZEROSNET_IMAGENET(Depths.of(18, 34, 50, 101, 152), null, true),
        /** Convolutions and poolings in a row, with batch normalisation. */
        VGG(Depths.of(16, 11, 13, 19), null, false),
        /** Softmax regression on the pixels. */
        LINEAR(Depths.of(1), null, false),
        /** Two convolutions and three linear layers, with ReLU. */
        LENET(Depths.of(5), null, false),
        /** The same with the logistic function, whose gradients vanish. */
        SIGMOID_LENET(Depths.of(5), null, false),
        /** DenseNet-BC with growth 12: every layer sees the outputs of all before it in its stage. */
        DENSENET(Depths.every(6, 4, 100), null, false),
        /** SE-ResNeXt 16×64d: bottlenecks with grouped convolutions and squeeze-and-excitation. */
        SE_RESNEXT(Depths.every(9, 2, 29), null, false),
        /** Inverted bottlenecks with depthwise convolutions. */
        MOBILENET_V2(Depths.of(54), null, false),
        /** Inverted bottlenecks with squeeze-and-excitation. */
        EFFICIENTNET_B0(Depths.of(82), null, false);

        private final Depths basic;
        private final Depths bottleneck;
        private final boolean twoStems;

        Architecture(Depths basic, Depths bottleneck, boolean twoStems) {
            this.basic = basic;
            this.bottleneck = bottleneck;
            this.twoStems = twoStems;
        }

        /** The depth where none is given. */
        public int usualDepth() {
            return basic.usual();
        }

        /** Whether it comes in one depth only. */
        public boolean hasOneDepth() {
            return basic.listed().size() == 1;
        }

        /** Whether its coefficients can be given or trained. */
        public boolean isZeroSNet() {
            return this == ZEROSNET || this == ZEROSNET_IMAGENET;
        }

        /** How run files spell it. */
        public String spelling() {
            return ConfigReader.spelling(this);
        }
    }

    /** How ZeroSNet gets its coefficients. */
    public enum Variant {
        /** Given for all blocks, fixed; with the default ones the paper's ZeroSNet_Opt. */
        OPT,
        /** From a k of each block, which is trained; the paper's ZeroSNet_Tra. */
        TRA
    }

    /** Kinds of residual blocks. */
    public enum Block {
        /** Basic below depth 164, bottleneck from there on. */
        AUTO,
        /** Two convolutions 3×3. */
        BASIC,
        /** Convolutions 1×1, 3×3 and 1×1 with four times the channels. */
        BOTTLENECK
    }

    /** What stands before the first block. */
    public enum Stem {
        /** The family's own. */
        AUTO,
        /** One convolution 3×3 with stride 1. */
        SMALL,
        /** A convolution 7×7 with stride 2, batch normalisation, ReLU and a max pooling 3×3 with stride 2. */
        IMAGENET
    }
}
