package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.AdaptiveArctan;
import org.dahlquist.gradient.Arctan;
import org.dahlquist.gradient.Clip;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.GradientActivation;
import org.dahlquist.gradient.HyperbolicTangent;
import org.dahlquist.gradient.Identity;
import org.dahlquist.gradient.NormClipping;
import org.dahlquist.gradient.SignedLogarithm;
import org.dahlquist.loss.ArctanPower;
import org.dahlquist.loss.Deformation;
import org.dahlquist.loss.LogExp;
import org.dahlquist.loss.Sech;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.RunFile;
import org.dahlquist.run.TestRun;
import org.dahlquist.run.TrainConfig;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

class OptimiserTest {
    private static final Identity NONE = new Identity();

    @Test
    void theActivationGoesWhereTheSettingsPlaceIt() {
        assertThat(of("train.gradient-activation.position=momentum"))
                .isEqualTo(sgd(new Arctan(0.1, 20), new CoupledWeightDecay(5e-4, NONE)));
        assertThat(of("train.gradient-activation.position=gradient"))
                .isEqualTo(sgd(NONE, new CoupledWeightDecay(5e-4, new Arctan(0.1, 20))));
    }

    @Test
    void everyFunctionHasItsConstants() {
        assertThat(onMomentum("none")).isEqualTo(NONE);
        assertThat(onMomentum("atan", "alpha=0.3", "beta=4.5")).isEqualTo(new Arctan(0.3, 4.5));
        assertThat(onMomentum("tanh", "alpha=0.3", "beta=4.5")).isEqualTo(new HyperbolicTangent(0.3, 4.5));
        assertThat(onMomentum("log", "alpha=0.3", "beta=4.5")).isEqualTo(new SignedLogarithm(0.3, 4.5));
        assertThat(onMomentum("adaptive", "shrink=1.3", "gamma=2")).isEqualTo(new AdaptiveArctan(1.3, 2));
    }

    @Test
    void nesterovAndAdamReplaceTheUpdater() {
        assertThat(((ActivatedSgd) of("train.optimiser.kind=nesterov").updater()).nesterov())
                .isTrue();
        Optimiser adam = of(
                "train.optimiser.kind=adam",
                "train.gradient-activation.position=gradient",
                "train.optimiser.beta1=0.8",
                "train.optimiser.beta2=0.99",
                "train.optimiser.epsilon=1e-6");
        Adam expected = new Adam(new CosineRate(0.1, 8));
        expected.setBeta1(0.8);
        expected.setBeta2(0.99);
        expected.setEpsilon(1e-6);
        assertThat(adam.updater()).isEqualTo(expected);
        assertThat(adam.regularization()).containsExactly(new CoupledWeightDecay(5e-4, new Arctan(0.1, 20)));
    }

    @Test
    void vectorsCanBeSparedTheDecay() {
        assertThat(of("train.decay-vectors=false").regularization())
                .containsExactly(new CoupledWeightDecay(5e-4, NONE, true));
    }

    /** In one of our networks: kernels and the output's matrix decay; γ, β and the bias don't. */
    @Test
    void sparedVectorsAreScalesShiftsAndBiases() {
        Optimiser optimiser = of("train.decay-vectors=false");
        NetworkConfig settings = TestRun.with("network.depth=8").network();
        ComputationGraph network = new ComputationGraph(NetworkSpec.of(settings, 10, new ImageShape(3, 32, 32))
                .configuration(optimiser.updater(), optimiser.regularization(), 1, DataType.FLOAT));
        network.init();
        int vectors = 0;
        for (Layer layer : network.getLayers()) {
            for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
                List<Regularization> decay = layer.getConfig().getRegularizationByParam(parameter.getKey());
                boolean vector = parameter.getValue().isVector();
                if (decay != null) {
                    assertThat(((CoupledWeightDecay) decay.get(0)).decay())
                            .as(layer.getConfig().getLayerName() + " " + parameter.getKey())
                            .isEqualTo(vector ? 0 : 5e-4);
                    vectors += vector ? 1 : 0;
                }
            }
        }
        assertThat(vectors).isEqualTo(2 * 7 + 1); // seven normalisations and the bias
    }

    @Test
    void clippingIsByValueOrByNorm() {
        String[] value = {"train.gradient-clipping.kind=value", "train.gradient-clipping.limit=0.25"};
        String[] norm = {"train.gradient-clipping.kind=norm", "train.gradient-clipping.limit=0.25"};

        assertThat(of(value).regularization()).containsExactly(new CoupledWeightDecay(5e-4, new Clip(0.25)));
        assertThat(Optimiser.clipping(train(value))).isEqualTo(NormClipping.NONE);
        assertThat(of(norm).regularization()).containsExactly(new CoupledWeightDecay(5e-4, NONE));
        assertThat(Optimiser.clipping(train(norm))).isEqualTo(new NormClipping(0.25));
        assertThat(Optimiser.clipping(train())).isEqualTo(NormClipping.NONE);
    }

    @Test
    void everyDeformationHasItsConstants() {
        assertThat(deformation("none")).isEqualTo(Deformation.NONE);
        assertThat(deformation("arctan-power", "alpha=2", "beta=0.5", "gamma=2", "delta=0.3"))
                .isEqualTo(new ArctanPower(2, 0.5, 2, 0.3));
        assertThat(deformation("log-exp", "c=0.5")).isEqualTo(new LogExp(0.5));
        assertThat(deformation("log-exp", "c=0.5", "c1=2", "c2=3")).isEqualTo(new LogExp(0.5, 2, 3));
        assertThat(deformation("sech", "amplitude=2", "peak=0.15")).isEqualTo(new Sech(2, 0.15));
    }

    @Test
    void theBaselineMustBeResolvedFirst() {
        TrainConfig baseline = train("train.deformation.function=log-exp", "train.deformation.lr-matched=metrics.csv");
        assertThatThrownBy(() -> Optimiser.deformation(baseline)).hasMessageContaining("LearningRateMatch");
    }

    static Stream<File> shippedRunFiles() throws IOException {
        return Files.list(Path.of("../conf/runs")).map(Path::toFile);
    }

    @ParameterizedTest
    @MethodSource("shippedRunFiles")
    void everyShippedRunFileDescribesAnOptimiser(File file) {
        TrainConfig train = RunFile.read(file, List.of()).config().train();
        IUpdater updater = Optimiser.of(train, 100).updater();
        assertThat(updater.getLearningRate(0, 0)).isPositive();
        assertThat(updater.getLearningRate(100 * train.epochs() - 1, train.epochs() - 1))
                .isLessThan(updater.getLearningRate(0, 0));
        assertThat(Optimiser.deformation(train).slope(1)).isPositive();
    }

    private static GradientActivation onMomentum(String function, String... constants) {
        String[] changes = prefixed("train.gradient-activation.", function, constants);
        return ((ActivatedSgd) of(changes).updater()).activation();
    }

    private static Deformation deformation(String function, String... constants) {
        return Optimiser.deformation(train(prefixed("train.deformation.", function, constants)));
    }

    private static String[] prefixed(String section, String function, String... constants) {
        String[] changes = new String[constants.length + 1];
        changes[0] = section + "function=" + function;
        for (int i = 0; i < constants.length; i++) {
            changes[i + 1] = section + constants[i];
        }
        return changes;
    }

    private static Optimiser sgd(GradientActivation onMomentum, CoupledWeightDecay decay) {
        return new Optimiser(new ActivatedSgd(new CosineRate(0.1, 8), 0.9, onMomentum), List.of(decay));
    }

    private static Optimiser of(String... changes) {
        return Optimiser.of(train(changes));
    }

    /** The quickstart: eight epochs, learning rate .1 on a cosine, the arctangent (.1, 20) on the momentum. */
    private static TrainConfig train(String... changes) {
        return TestRun.with(changes).train();
    }
}
