package org.dahlquist.network;

import org.dahlquist.layer.TrainedStep;
import org.dahlquist.network.NetworkGraph.State;

/**
 * Networks of pre-activation blocks, whose residual branch F is BN-ReLU-convolution two or three times.
 *
 * <p>PreResNet: x ← x + F(x). References: He et al., "Identity Mappings in Deep Residual Networks", ECCV 2016; the
 * projections where channels change as the VDM paper's code has them, arXiv 2007.12515. ZeroSNet joins the blocks by a
 * multistep method: {@link ZeroSNet}. MResNet: from the second block of a stage on
 * x_{n+1} = k·x_n + (1 − k)·x_{n−1} + F(x_n) with a trained k per block, U(1, 1.1) at first, plain residual steps else;
 * Lu et al., "Beyond Finite Layer Neural Networks", ICML 2018, arXiv 1710.10121.
 */
final class PreActivation {
    private static final double LEAST_K = 1;
    private static final double LARGEST_K = 1.1;

    private final NetworkGraph net;
    private final Stages stages;
    private final State stem;

    PreActivation(NetworkGraph net, Stages stages, State stem) {
        this.net = net;
        this.stages = stages;
        this.stem = stem;
    }

    /** Three stages of 16, 32, 64 channels. */
    static State preResNet(NetworkSpec spec, NetworkGraph net) {
        PreActivation blocks = small(spec, net);
        State x = blocks.stem;
        for (int block = 0; block < blocks.stages.count(); block++) {
            State branch = blocks.branch(block, x);
            x = net.sum(name(block), blocks.projected(block, "x", x), branch);
        }
        return net.normalisation("norm", x, true);
    }

    /** PreResNet's topology with second-order steps. */
    static State mResNet(NetworkSpec spec, NetworkGraph net) {
        PreActivation blocks = small(spec, net);
        State x = blocks.stem;
        State last = null;
        for (int block = 0; block < blocks.stages.count(); block++) {
            State branch = blocks.branch(block, x);
            State r = blocks.normalisedProjection(block, x);
            State next = last == null || !r.equals(x)
                    ? net.sum(name(block), r, branch)
                    : net.sum(
                            name(block),
                            TrainedStep.TWO_STEP,
                            net.initialValue(name(block), LEAST_K, LARGEST_K),
                            r,
                            last,
                            branch);
            last = r;
            x = next;
        }
        return net.normalisation("norm", x, true);
    }

    /**
     * Four stages of 64 to 512 channels; shortcuts that change channels start from ReLU(BN(x)), and nothing stands
     * between the last block and the pooling.
     */
    static State preActResNet(NetworkSpec spec, NetworkGraph net) {
        PreActivation blocks = new PreActivation(net, Stages.four(spec.depth()), Stem.wide(spec, net));
        State x = blocks.stem;
        for (int block = 0; block < blocks.stages.count(); block++) {
            State branch = blocks.branch(block, x);
            x = net.sum(name(block), blocks.activatedProjection(block, x), branch);
        }
        return x;
    }

    /** ZeroSNet on PreResNet's stages, for small images. */
    static State zeroSNet(NetworkSpec spec, NetworkGraph net) {
        PreActivation blocks = small(spec, net);
        State x = new ZeroSNet(net, blocks, spec.config(), ZeroSNet.Shortcuts.OF_THE_STATE).blocks();
        return net.normalisation("norm", x, true);
    }

    /** ZeroSNet on PreActResNet's stages, for ImageNet. */
    static State zeroSNetImageNet(NetworkSpec spec, NetworkGraph net) {
        PreActivation blocks = new PreActivation(net, Stages.four(spec.depth()), Stem.wide(spec, net));
        return new ZeroSNet(net, blocks, spec.config(), ZeroSNet.Shortcuts.OF_ITS_ACTIVATION).blocks();
    }

    private static PreActivation small(NetworkSpec spec, NetworkGraph net) {
        return new PreActivation(net, Stages.three(spec), net.convolution("stem", net.image(), 16, 3, 1));
    }

    Stages stages() {
        return stages;
    }

    State stem() {
        return stem;
    }

    static String name(int block) {
        return "block" + block;
    }

    /** F of a block. */
    State branch(int block, State x) {
        State state = x;
        int[] kernels = stages.kernels();
        for (int i = 0; i < kernels.length; i++) {
            State activated = net.normalisation(name(block) + ".norm" + (i + 1), state, true);
            int stride = stages.stride(i, stages.stride(block, x, stem));
            state = net.convolution(
                    name(block) + ".conv" + (i + 1), activated, stages.channels(block, i), kernels[i], stride);
        }
        return state;
    }

    /** The state itself where it fits the block's output, else through its own 1×1 convolution. */
    State projected(int block, String which, State state) {
        return fits(block, state) ? state : projection(block, which, state, state);
    }

    /** The same, with an own BN-ReLU before the convolution. */
    State normalisedProjection(int block, State x) {
        return fits(block, x)
                ? x
                : projection(block, "x", x, net.normalisation(name(block) + ".project.norm", x, true));
    }

    /** The same, from the BN-ReLU with which the branch starts. */
    State activatedProjection(int block, State x) {
        return fits(block, x)
                ? x
                : projection(block, "x", x, new State(name(block) + ".norm1", x.channels(), x.reduction()));
    }

    /** Whether a state has the pixels of the block's output. */
    boolean hasPixels(int block, State state) {
        return stages.stride(block, state, stem) == 1;
    }

    private boolean fits(int block, State state) {
        return hasPixels(block, state) && state.channels() == stages.channels(block);
    }

    private State projection(int block, String which, State state, State from) {
        return net.convolution(
                name(block) + ".project." + which, from, stages.channels(block), 1, stages.stride(block, state, stem));
    }
}
