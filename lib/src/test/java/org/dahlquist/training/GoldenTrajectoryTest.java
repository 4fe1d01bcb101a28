package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dahlquist.SharedData;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.Arctan;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.GradientActivation;
import org.dahlquist.gradient.HyperbolicTangent;
import org.dahlquist.gradient.Identity;
import org.dahlquist.gradient.SignedLogarithm;
import org.dahlquist.loss.ArctanPower;
import org.dahlquist.loss.Deformation;
import org.dahlquist.loss.LogExp;
import org.dahlquist.network.GoldenNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Twenty steps of ZeroSNet-20 against the official optimisers' and deformations' (../shared/golden/trajectories.json), in float64. */
@Tag("slow")
class GoldenTrajectoryTest {
    private static final int BATCH = 16;
    private static final double LOSS_PERCENT = 0.01;
    private static final GradientActivation IDENTITY = new Identity();

    @ParameterizedTest
    @MethodSource("runs")
    void lossesAndParametersFollowTheOfficialProgram(String run) throws IOException {
        JsonNode golden = golden();
        float[] images = images();
        GoldenNetwork start = GoldenNetwork.zeroSNet20();
        Optimiser optimiser = optimiser(run, golden);
        ComputationGraph network = start.network(optimiser.updater(), optimiser.regularization(), DataType.DOUBLE);
        resetStatistics(network);
        LocalTrainer trainer = new LocalTrainer(network, Compute.DEFAULT, deformation(run));
        JsonNode losses = golden.get("runs").get(run).get("losses");
        for (int step = 0; step < losses.size(); step++) {
            StepResult result = trainer.step(minibatch(images, golden, step % 4), 0, step);
            assertThat(result.loss())
                    .as("%s, loss at step %d", run, step)
                    .isCloseTo(losses.get(step).asDouble(), withinPercentage(LOSS_PERCENT));
        }
        assertThat(trainedNorm(network))
                .as("%s, final parameter norm", run)
                .isCloseTo(golden.get("runs").get(run).get("parameter_l2").asDouble(), withinPercentage(1e-3));
    }

    static Stream<String> runs() throws IOException {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(golden().get("runs").fieldNames(), Spliterator.ORDERED), false);
    }

    private static JsonNode golden() throws IOException {
        return new ObjectMapper()
                .readTree(SharedData.require("golden/trajectories.json").toFile());
    }

    private static Optimiser optimiser(String run, JsonNode golden) {
        double decay = golden.get("weight_decay").asDouble();
        return switch (run) {
            case "sgd", "sgd+2atan2", "sgd+les0.9" -> sgd(golden, IDENTITY, IDENTITY);
            case "sgd_atan(0.1,20)" -> sgd(golden, new Arctan(0.1, 20), IDENTITY);
            case "sgd_atanMom(0.1,20)" -> sgd(golden, IDENTITY, new Arctan(0.1, 20));
            case "sgd_tanh_Mom(0.3,4.5)" -> sgd(golden, IDENTITY, new HyperbolicTangent(0.3, 4.5));
            case "sgd_log_Mom(0.3,4.5)" -> sgd(golden, IDENTITY, new SignedLogarithm(0.3, 4.5));
            case "sgd-nesterov" ->
                new Optimiser(
                        new ActivatedSgd(rate(golden, "lr"), momentum(golden), true, IDENTITY),
                        List.of(new CoupledWeightDecay(decay, IDENTITY)));
            case "adam_atan(0.1,15)" ->
                new Optimiser(
                        new Adam(rate(golden, "adam_lr")), List.of(new CoupledWeightDecay(decay, new Arctan(0.1, 15))));
            default -> throw new IllegalArgumentException("no optimiser for the golden run " + run);
        };
    }

    private static Optimiser sgd(JsonNode golden, GradientActivation onGradient, GradientActivation onMomentum) {
        return new Optimiser(
                new ActivatedSgd(rate(golden, "lr"), momentum(golden), onMomentum),
                List.of(new CoupledWeightDecay(golden.get("weight_decay").asDouble(), onGradient)));
    }

    private static ConstantRate rate(JsonNode golden, String key) {
        return new ConstantRate(golden.get(key).asDouble());
    }

    private static double momentum(JsonNode golden) {
        return golden.get("momentum").asDouble();
    }

    private static Deformation deformation(String run) {
        return switch (run) {
            case "sgd+2atan2" -> new ArctanPower(2, 1, 2, 1);
            case "sgd+les0.9" -> new LogExp(0.9);
            default -> Deformation.NONE;
        };
    }

    private static void resetStatistics(ComputationGraph network) {
        for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
            if (parameter.getKey().endsWith("_mean")) {
                parameter.getValue().assign(0);
            } else if (parameter.getKey().endsWith("_variance")) {
                parameter.getValue().assign(1);
            }
        }
    }

    private static double trainedNorm(ComputationGraph network) {
        double sum = 0;
        for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
            if (!parameter.getKey().endsWith("_mean") && !parameter.getKey().endsWith("_variance")) {
                double norm = parameter.getValue().norm2Number().doubleValue();
                sum += norm * norm;
            }
        }
        return Math.sqrt(sum);
    }

    private static float[] images() throws IOException {
        byte[] bytes = Files.readAllBytes(SharedData.require("golden/trajectory-images.f32"));
        float[] images = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(images);
        return images;
    }

    private static DataSet minibatch(float[] images, JsonNode golden, int batch) {
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, BATCH, 10);
        for (int row = 0; row < BATCH; row++) {
            labels.putScalar(row, golden.get("labels").get(batch).get(row).asInt(), 1);
        }
        INDArray all = Nd4j.createFromArray(images).reshape(4, BATCH, 3, 32, 32).castTo(DataType.DOUBLE);
        return new DataSet(all.slice(batch).dup('c'), labels);
    }
}
