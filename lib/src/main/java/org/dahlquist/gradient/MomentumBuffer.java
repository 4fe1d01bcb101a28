package org.dahlquist.gradient;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;

/** The state of {@link ActivatedSgd} for one block of parameters: a view into the network's updater state. */
final class MomentumBuffer implements GradientUpdater<ActivatedSgd> {
    private static final String KEY = "buf";

    private final ActivatedSgd config;
    private INDArray buffer;
    private int[] boundaries;

    MomentumBuffer(ActivatedSgd config) {
        this.config = config;
    }

    @Override
    public ActivatedSgd getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> stateMap, boolean initialize) {
        if (stateMap.size() != 1 || !stateMap.containsKey(KEY)) {
            throw new IllegalArgumentException("the state has the one key " + KEY + ", but got " + stateMap.keySet());
        }
        buffer = stateMap.get(KEY);
        if (initialize) {
            buffer.assign(0);
        }
    }

    @Override
    public Map<String, INDArray> getState() {
        return Map.of(KEY, buffer);
    }

    @Override
    public void setStateViewArray(INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
        if (initialize) {
            viewArray.assign(0);
        }
        buffer = viewArray.reshape(gradientOrder, gradientShape);
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        buffer.muli(config.momentum()).addi(gradient);
        if (config.nesterov()) {
            Nd4j.exec(new Axpy(buffer, gradient, gradient, config.momentum()));
        } else {
            gradient.assign(buffer);
        }
        activate(gradient);
        gradient.muli(config.getLearningRate(iteration, epoch));
    }

    /** Where in the block its tensors begin, and where the last one ends. */
    void boundaries(int[] places) {
        boundaries = places.clone();
    }

    private void activate(INDArray direction) {
        if (!config.activation().dependsOnTensor()) {
            config.activation().activate(direction);
            return;
        }
        if (boundaries == null) {
            throw new IllegalStateException(config.activation()
                    + " acts tensor by tensor; call TensorBoundaries.mark(network) before training");
        }
        INDArray flat = direction.reshape(direction.length());
        for (int i = 1; i < boundaries.length; i++) {
            config.activation().activate(flat.get(NDArrayIndex.interval(boundaries[i - 1], boundaries[i])));
        }
    }
}
