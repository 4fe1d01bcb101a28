package org.dahlquist.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a {@link BatchNormalisation}; keeps the moments it normalised by from the forward to the backward pass. */
@SuppressWarnings("serial") // DL4J layers are never serialised themselves
final class BatchNormalisationLayer extends BaseLayer<BatchNormalisation> {
    private final transient ChannelArithmetic arithmetic;
    private transient ChannelArithmetic.Moments moments;
    /** Whether the moments are the minibatch's, which its images move, and not the running ones, which are constants. */
    private transient boolean ofMinibatch;

    BatchNormalisationLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        this.arithmetic = ChannelArithmetic.forType(type);
    }

    @Override
    public Type type() {
        return Type.NORMALIZATION;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public boolean updaterDivideByMinibatch(String parameter) {
        return BatchNormalisationParameters.isTrained(parameter);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray x = input.castTo(dataType);
        ofMinibatch = training;
        moments = training
                ? arithmetic.moments(x)
                : new ChannelArithmetic.Moments(
                        values(BatchNormalisationParameters.MEAN), values(BatchNormalisationParameters.VARIANCE));
        ChannelArithmetic.Mask affine = affine();
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape());
        arithmetic.affine(x, affine.scale(), affine.shift(), affine.rectified(), out);
        return out;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (moments == null) {
            throw new IllegalStateException("backward pass without a forward pass " + layerId());
        }
        INDArray x = input.castTo(dataType);
        ChannelArithmetic.Mask mask = affine();
        ChannelArithmetic.Sums sums = arithmetic.gradientSums(x, epsilon, mask, moments.mean());
        INDArray inputGradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape());
        writeInputGradient(x, epsilon, mask, sums, inputGradient);
        return new Pair<>(parameterGradient(sums, x.length() / x.size(1)), inputGradient);
    }

    @Override
    public void clear() {
        super.clear();
        moments = null;
    }

    /** dx = γ/σ·(g − Σg/n − x̂·Σ(g·x̂)/n), written as a·g + b·x + c; γ/σ·g alone under running moments. */
    private void writeInputGradient(
            INDArray x, INDArray epsilon, ChannelArithmetic.Mask mask, ChannelArithmetic.Sums sums, INDArray out) {
        int channels = moments.mean().length;
        double count = (double) x.length() / channels;
        double[] b = new double[channels];
        double[] c = new double[channels];
        for (int i = 0; ofMinibatch && i < channels; i++) {
            b[i] = -mask.scale()[i] * sums.product()[i] / count / (moments.variance()[i] + BatchNormalisation.EPSILON);
            c[i] = -mask.scale()[i] * sums.gradient()[i] / count - b[i] * moments.mean()[i];
        }
        arithmetic.inputGradient(x, epsilon, mask, mask.scale(), b, c, out);
    }

    private Gradient parameterGradient(ChannelArithmetic.Sums sums, long count) {
        int channels = moments.mean().length;
        double[] runningMean = values(BatchNormalisationParameters.MEAN);
        double[] runningVariance = values(BatchNormalisationParameters.VARIANCE);
        double unbiased = count > 1 ? count / (count - 1.0) : 1;
        double[] gamma = new double[channels];
        double[] mean = new double[channels];
        double[] variance = new double[channels];
        for (int i = 0; i < channels; i++) {
            gamma[i] = sums.product()[i] / Math.sqrt(moments.variance()[i] + BatchNormalisation.EPSILON);
            if (ofMinibatch) {
                mean[i] = (1 - BatchNormalisation.DECAY) * (runningMean[i] - moments.mean()[i]);
                variance[i] = (1 - BatchNormalisation.DECAY) * (runningVariance[i] - unbiased * moments.variance()[i]);
            }
        }
        Gradient gradient = new DefaultGradient();
        put(gradient, BatchNormalisationParameters.GAMMA, gamma);
        put(gradient, BatchNormalisationParameters.BETA, sums.gradient());
        put(gradient, BatchNormalisationParameters.MEAN, mean);
        put(gradient, BatchNormalisationParameters.VARIANCE, variance);
        return gradient;
    }

    private void put(Gradient gradient, String key, double[] values) {
        INDArray view = gradientViews.get(key);
        view.assign(Nd4j.createFromArray(values).castTo(dataType));
        gradient.setGradientFor(key, view);
    }

    /** Normalisation and γ, β together: scale = γ/σ, shift = β − μ·scale. */
    private ChannelArithmetic.Mask affine() {
        double[] gamma = values(BatchNormalisationParameters.GAMMA);
        double[] beta = values(BatchNormalisationParameters.BETA);
        double[] scale = new double[gamma.length];
        double[] shift = new double[gamma.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = gamma[i] / Math.sqrt(moments.variance()[i] + BatchNormalisation.EPSILON);
            shift[i] = beta[i] - moments.mean()[i] * scale[i];
        }
        return new ChannelArithmetic.Mask(scale, shift, layerConf().isRectified());
    }

    private double[] values(String key) {
        return getParam(key).dup().data().asDouble();
    }
}
