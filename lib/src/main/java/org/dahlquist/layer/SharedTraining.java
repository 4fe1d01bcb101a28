package org.dahlquist.layer;

import java.util.List;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** One updater and one regularisation for all parameters of a vertex without layer. */
record SharedTraining(String vertex, IUpdater updater, List<Regularization> regularization) implements TrainingConfig {
    @Override
    public String getLayerName() {
        return vertex;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String parameter) {
        return regularization;
    }

    @Override
    public boolean isPretrainParam(String parameter) {
        return false;
    }

    @Override
    public IUpdater getUpdaterByParam(String parameter) {
        return updater;
    }

    @Override
    public GradientNormalization getGradientNormalization() {
        return GradientNormalization.None;
    }

    @Override
    public double getGradientNormalizationThreshold() {
        return Double.NaN;
    }

    @Override
    public void setDataType(DataType type) {
        // the parameters have the network's type
    }
}
