package org.dahlquist.layer;

import java.util.List;
import java.util.Objects;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Batch normalisation of images, optionally followed by ReLU: y = γ·(x − μ)/√(σ² + ε) + β per channel, then
 * max(y, 0).
 *
 * <p>Shapes [N, C, H, W] → the same. In training μ and σ² (divided by n = N·H·W) are the minibatch's; in inference
 * they are the running statistics, which follow PyTorch's rule running ← .9·running + .1·batch with the variance
 * divided by n − 1 (by n where n = 1). ε = 10⁻⁵. Four parameters of length C: {@code gamma}, {@code beta} (trained,
 * regularised like biases), {@code mean}, {@code variance} (the running statistics: no updater, no
 * regularisation, not divided by the minibatch size; their "gradient" is the step running − new). So they are part
 * of DL4J's flat vector and get averaged between workers and saved with it. Reference: Ioffe and Szegedy, "Batch
 * Normalization", ICML 2015.
 */
public final class BatchNormalisation extends ImageLayer {
    /** Added to the variance. */
    public static final double EPSILON = 1e-5;
    /** Weight of the old running statistics. */
    public static final double DECAY = 0.9;

    private static final long serialVersionUID = 1L;

    private boolean rectified;

    /** For JSON only. */
    public BatchNormalisation() {}

    /**
     * A normalisation with γ = 1 and β = 0.
     *
     * @param channels C, at least 1
     * @param rectified whether ReLU follows
     * @throws DahlquistException if {@code channels} is below 1
     */
    public BatchNormalisation(int channels, boolean rectified) {
        if (channels < 1) {
            throw DahlquistException.config("batch normalisation needs channels >= 1, but has %d", channels);
        }
        this.nIn = channels;
        this.nOut = channels;
        this.rectified = rectified;
    }

    /** Whether ReLU follows. */
    public boolean isRectified() {
        return rectified;
    }

    /** For JSON only. */
    public void setRectified(boolean rectified) {
        this.rectified = rectified;
    }

    @Override
    BaseLayer<?> computing(NeuralNetConfiguration conf, DataType type) {
        return new BatchNormalisationLayer(conf, type);
    }

    @Override
    public ParamInitializer initializer() {
        return BatchNormalisationParameters.INSTANCE;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String parameter) {
        return BatchNormalisationParameters.isTrained(parameter) ? regularizationBias : null;
    }

    @Override
    public IUpdater getUpdaterByParam(String parameter) {
        return BatchNormalisationParameters.isTrained(parameter) ? iUpdater : new NoOp();
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        return images(input);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchNormalisation that && super.equals(that) && rectified == that.rectified;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), rectified);
    }
}
