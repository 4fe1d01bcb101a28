package org.dahlquist.network;

import java.util.List;
import org.dahlquist.stability.Coefficients;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * ZeroSNet: the blocks of the pre-activation residual network, joined by a third-order multistep method.
 *
 * <p>With the state x = x_n, last = x_{n−1}, llast = x_{n−2} before block n: blocks 0 and 1 are
 * plain residual steps; from block 2 on x_{n+1} = b0·F(x) + a0·x + a1·last + a2·llast. Where a state's channels
 * differ from the block's, it first goes through its own bias-free 1×1 convolution with stride 2, and the projected
 * states are carried on. With one block per stage (depth 8) block 1 is the first of stage 2: x and last are then
 * projected there, though only x enters its residual step, so that block 2 finds its whole history at block 1's size.
 */
final class ZeroSNetGraph extends PreResNetGraph {
    private static final int START_BLOCKS = 2;

    ZeroSNetGraph(NetworkSpec spec, IUpdater updater, List<Regularization> regularization, long seed, DataType type) {
        super(spec, updater, regularization, seed, type);
    }

    @Override
    State blocks(State stem) {
        Coefficients step = spec().coefficients();
        State x = stem;
        State last = null;
        State llast = null;
        for (int block = 0; block < blockCount(); block++) {
            int channels = channels(block);
            State branch = branch(block, x);
            State r = projected(block, "x", x, channels);
            last = last == null ? null : projected(block, "last", last, channels);
            llast = llast == null ? null : projected(block, "llast", llast, channels);
            State next;
            if (block < START_BLOCKS) {
                next = sum("block" + block, new double[] {1, 1}, r, branch);
            } else {
                next = sum(
                        "block" + block,
                        new double[] {step.a0(), step.a1(), step.a2(), step.b0()},
                        r,
                        last,
                        llast,
                        branch);
            }
            llast = last;
            last = r;
            x = next;
        }
        return x;
    }
}
