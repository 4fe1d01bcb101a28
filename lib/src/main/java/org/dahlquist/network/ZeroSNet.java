package org.dahlquist.network;

import org.dahlquist.layer.TrainedStep;
import org.dahlquist.network.NetworkGraph.State;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.stability.Coefficients;

/**
 * ZeroSNet: pre-activation blocks, joined by a third-order multistep method.
 *
 * <p>With the state x = x_n, last = x_{n−1}, llast = x_{n−2} before block n: blocks 0 and 1 are
 * plain residual steps; from block 2 on x_{n+1} = b0·F(x) + a0·x + a1·last + a2·llast. Variant Opt has the same given
 * coefficients in every block, variant Tra computes a block's coefficients from its own trained k. Where a state doesn't
 * fit the block's output, it first goes through its own bias-free 1×1 convolution, and the projected states are carried
 * on. With one block per stage block 1 is the first of stage 2: x and last are then projected there, though only x enters
 * its residual step, so that block 2 finds its whole history at block 1's size.
 *
 * <p>The official program also creates layers that it never uses, and a k for both start blocks; they are left out here.
 * Reference: "ZeroSNet", AAAI 2022, arXiv 2206.13100.
 */
final class ZeroSNet {
    private static final int START_BLOCKS = 2;

    private final NetworkGraph net;
    private final PreActivation blocks;
    private final NetworkConfig config;
    private final Shortcuts shortcuts;

    /** Where the shortcut of x starts, if x has to be projected. */
    enum Shortcuts {
        /** From x; in block 0, where only bottlenecks need it, from an own ReLU(BN(x)), and last stays the raw x. */
        OF_THE_STATE,
        /** From the branch's ReLU(BN(x)), as in the paper's networks for ImageNet. */
        OF_ITS_ACTIVATION
    }

    ZeroSNet(NetworkGraph net, PreActivation blocks, NetworkConfig config, Shortcuts shortcuts) {
        this.net = net;
        this.blocks = blocks;
        this.config = config;
        this.shortcuts = shortcuts;
    }

    /** Adds all blocks. */
    State blocks() {
        State x = blocks.stem();
        State last = null;
        State llast = null;
        for (int block = 0; block < blocks.stages().count(); block++) {
            State branch = blocks.branch(block, x);
            State r = shortcut(block, x);
            last = history(block, "last", last);
            llast = history(block, "llast", llast);
            State next = block < START_BLOCKS
                    ? net.sum(PreActivation.name(block), r, branch)
                    : step(block, r, last, llast, branch);
            llast = last;
            last = block == 0 && shortcuts == Shortcuts.OF_THE_STATE ? x : r;
            x = next;
        }
        return x;
    }

    private State shortcut(int block, State x) {
        if (shortcuts == Shortcuts.OF_ITS_ACTIVATION) {
            return blocks.activatedProjection(block, x);
        }
        return block == 0 ? blocks.normalisedProjection(block, x) : blocks.projected(block, "x", x);
    }

    /** A start block doesn't read the history, so channels can wait until a block does. */
    private State history(int block, String which, State state) {
        boolean waits = state == null || block < START_BLOCKS && blocks.hasPixels(block, state);
        return waits ? state : blocks.projected(block, which, state);
    }

    private State step(int block, State... states) {
        if (config.variant() == NetworkConfig.Variant.TRA) {
            return net.sum(PreActivation.name(block), TrainedStep.ZERO_STABLE, config.initialK(), states);
        }
        Coefficients given = Coefficients.of(config.coefficients());
        double[] weights = {given.a0(), given.a1(), given.a2(), given.b0()};
        return net.sum(PreActivation.name(block), weights, states);
    }
}
