package org.dahlquist.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.NetworkConfig.Architecture;
import org.dahlquist.run.NetworkConfig.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trained parameters against numbers from outside: the papers' programs, or PyTorch modules written for this purpose. */
class ParameterCountTest {
    private static final List<Double> OPTIMAL = List.of(1 / 3.0, 5 / 9.0, 1 / 9.0, 16 / 9.0);
    private static final ImageShape CIFAR = new ImageShape(3, 32, 32);
    private static final ImageShape IMAGENET = new ImageShape(3, 224, 224);
    /** Of a batch normalisation of 16 channels after the stem; the official program never uses it. */
    private static final int UNUSED_NORM = 32;
    /** BN and 1×1 convolution from 16 to 64 channels; only bottlenecks use it. */
    private static final int UNUSED_DOWNSAMPLE = 32 + 16 * 64;
    /** The official Tra has a k in both start blocks too. */
    private static final int UNUSED_K = 2;

    /** Counts of the official program, papers.md 1.4, less what it never uses. */
    @ParameterizedTest
    @CsvSource({
        "20, 278490, 278499",
        "32, 472922, 472937",
        "44, 667354, 667375",
        "56, 861786, 861813",
        "110, 1736730, 1736784",
        "164, 1786266, 1786320",
        "326, 3455514, 3455622",
        "650, 6794010, 6794226",
        "1298, 13471002, 13471434"
    })
    void zeroSNet(int depth, long opt, long tra) {
        int unused = UNUSED_NORM + (depth < NetworkConfig.FIRST_BOTTLENECK ? UNUSED_DOWNSAMPLE : 0);

        assertThat(zeroSNet(Architecture.ZEROSNET, depth, Variant.OPT, 10, CIFAR))
                .isEqualTo(opt - unused);
        assertThat(zeroSNet(Architecture.ZEROSNET, depth, Variant.TRA, 10, CIFAR))
                .isEqualTo(tra - unused - UNUSED_K);
    }

    /** CIFAR-100 adds 90·(features + 1). */
    @Test
    void classesChangeTheOutputAlone() {
        assertThat(zeroSNet(Architecture.ZEROSNET, 20, Variant.OPT, 100, CIFAR)).isEqualTo(277_402 + 90 * 65);
        assertThat(zeroSNet(Architecture.ZEROSNET, 164, Variant.OPT, 100, CIFAR))
                .isEqualTo(1_786_266 - UNUSED_NORM + 90 * 257);
    }

    /** PyTorch: the pre-activation network below, two more 1×1 projections at each change of stage, a k per block ≥ 2. */
    @ParameterizedTest
    @CsvSource({
        "18, 12030888, 12030894",
        "34, 22139048, 22139062",
        "50, 31050408, 31050422",
        "101, 50042536, 50042567",
        "152, 65686184, 65686232"
    })
    void zeroSNetForImageNet(int depth, long opt, long tra) {
        assertThat(zeroSNet(Architecture.ZEROSNET_IMAGENET, depth, Variant.OPT, 1000, IMAGENET))
                .isEqualTo(opt);
        assertThat(zeroSNet(Architecture.ZEROSNET_IMAGENET, depth, Variant.TRA, 1000, IMAGENET))
                .isEqualTo(tra);
    }

    /** Basic PreResNets as in papers.md 1.4; the others by PyTorch modules of the same layers. */
    @ParameterizedTest
    @CsvSource({
        "PRERESNET, 20, 272282",
        "PRERESNET, 32, 466714",
        "PRERESNET, 44, 661146",
        "PRERESNET, 56, 855578",
        "PRERESNET, 110, 1730522",
        "PRERESNET, 164, 1703258",
        "PRERESNET, 1298, 13387994",
        "MRESNET, 20, 272384",
        "MRESNET, 56, 855698",
        "MRESNET, 110, 1730669",
        "MRESNET, 164, 1703725",
        "CIFAR_RESNET, 20, 272474",
        "CIFAR_RESNET, 56, 855770",
        "CIFAR_RESNET, 110, 1730714",
        "CIFAR_RESNET, 164, 1704154",
        "RESNET, 18, 11173962",
        "RESNET, 34, 21282122",
        "RESNET, 50, 23520842",
        "RESNET, 101, 42512970",
        "RESNET, 152, 58156618",
        "PREACT_RESNET, 18, 11171146",
        "PREACT_RESNET, 34, 21279306",
        "PREACT_RESNET, 50, 23509066",
        "VGG, 11, 9231114",
        "VGG, 13, 9416010",
        "VGG, 16, 14728266",
        "VGG, 19, 20040522",
        "LINEAR, 1, 30730",
        "LENET, 5, 62006",
        "SIGMOID_LENET, 5, 62006",
        "DENSENET, 100, 769162",
        "SE_RESNEXT, 29, 68677018",
        "MOBILENET_V2, 0, 2296922"
    })
    void forSmallImages(Architecture architecture, int depth, long expected) {
        assertThat(new NetworkSpec(new NetworkConfig(architecture, depth, OPTIMAL), 10, CIFAR).parameterCount())
                .isEqualTo(expected);
    }

    /** PyTorch's collection counts 3,599,686 with a 1×1 convolution and its BN in the first block that it never uses. */
    @Test
    void efficientNet() {
        NetworkConfig config = new NetworkConfig(Architecture.EFFICIENTNET_B0, 0, OPTIMAL);

        assertThat(new NetworkSpec(config, 10, CIFAR).parameterCount()).isEqualTo(3_599_686 - (32 * 32 + 2 * 32));
    }

    /** 61,706 is LeNet-5's well-known size, for digits of 28 and of 32 pixels. */
    @ParameterizedTest
    @CsvSource({"28", "32"})
    void leNetForDigits(int side) {
        NetworkConfig config = new NetworkConfig(Architecture.LENET, 0, OPTIMAL);

        assertThat(new NetworkSpec(config, 10, new ImageShape(1, side, side)).parameterCount())
                .isEqualTo(61_706);
    }

    /** torchvision's ResNets; the pre-activation ones by PyTorch modules. */
    @ParameterizedTest
    @CsvSource({
        "RESNET, 18, 11689512",
        "RESNET, 34, 21797672",
        "RESNET, 50, 25557032",
        "RESNET, 101, 44549160",
        "RESNET, 152, 60192808",
        "PREACT_RESNET, 18, 11686824",
        "PREACT_RESNET, 34, 21794984",
        "PREACT_RESNET, 50, 25545384"
    })
    void withTheStemForImageNet(Architecture architecture, int depth, long expected) {
        NetworkConfig config = new NetworkConfig(
                architecture, depth, Variant.OPT, OPTIMAL, 1, NetworkConfig.Block.AUTO, NetworkConfig.Stem.IMAGENET);

        assertThat(new NetworkSpec(config, 1000, IMAGENET).parameterCount()).isEqualTo(expected);
    }

    private static long zeroSNet(Architecture architecture, int depth, Variant variant, int classes, ImageShape image) {
        NetworkConfig config = new NetworkConfig(
                architecture, depth, variant, OPTIMAL, 1, NetworkConfig.Block.AUTO, NetworkConfig.Stem.AUTO);
        return new NetworkSpec(config, classes, image).parameterCount();
    }
}
