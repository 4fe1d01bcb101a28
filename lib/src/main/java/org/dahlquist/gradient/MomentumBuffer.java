package org.dahlquist.gradient;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The state of {@link ActivatedSgd} for one block of parameters: a view into the network's updater state. */
final class MomentumBuffer implements GradientUpdater<ActivatedSgd> {
    private static final String KEY = "buf";

    private final ActivatedSgd config;
    private INDArray buffer;

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
        gradient.assign(buffer);
        config.activation().activate(gradient);
        gradient.muli(config.getLearningRate(iteration, epoch));
    }
}
