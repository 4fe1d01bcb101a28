package org.dahlquist.gradient;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;

/** Tells updaters where tensors begin, because DL4J hands them blocks of neighbouring tensors. */
public final class TensorBoundaries {
    private TensorBoundaries() {}

    /**
     * Marks the tensors of every block of a network's updater.
     *
     * @param network initialised
     */
    public static void mark(ComputationGraph network) {
        for (UpdaterBlock block : network.getUpdater().getUpdaterBlocks()) {
            if (block.getGradientUpdater() instanceof MomentumBuffer updater) {
                updater.boundaries(places(block));
            }
        }
    }

    private static int[] places(UpdaterBlock block) {
        List<UpdaterBlock.ParamState> tensors = block.getLayersAndVariablesInBlock();
        int[] places = new int[tensors.size() + 1];
        for (int i = 0; i < tensors.size(); i++) {
            places[i + 1] = tensors.get(i).getParamOffsetEnd() - block.getParamOffsetStart();
        }
        return places;
    }
}
