package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.AdaptiveArctan;
import org.dahlquist.gradient.Arctan;
import org.dahlquist.gradient.Clip;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.HyperbolicTangent;
import org.dahlquist.gradient.Identity;
import org.dahlquist.gradient.SignedLogarithm;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Checkpoints of every updater, restored by DL4J's own ModelSerializer in a process that has seen nothing else. */
class FreshJvmTest {
    private static final int STEPS_BEFORE = 3;
    private static final int STEPS_AFTER = 2;

    @TempDir
    private Path folder;

    @Test
    void trainingContinuesInAFreshJvmWithEqualNumbers() throws IOException, InterruptedException {
        List<Optimiser> optimisers = optimisers();
        for (int i = 0; i < optimisers.size(); i++) {
            ComputationGraph network = new ComputationGraph(SmallNetwork.configuration(optimisers.get(i), 1, 6, 3, 1));
            network.init();
            train(network, 0, STEPS_BEFORE);
            ModelSerializer.writeModel(network, file("before-" + i), true);
            train(network, STEPS_BEFORE, STEPS_AFTER);
            ModelSerializer.writeModel(network, file("expected-" + i), true);
        }

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreshJvmTest.class.getName(),
                        folder.toString(),
                        String.valueOf(optimisers.size()))
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();

        for (int i = 0; i < optimisers.size(); i++) {
            ComputationGraph expected = ModelSerializer.restoreComputationGraph(file("expected-" + i));
            ComputationGraph continued = ModelSerializer.restoreComputationGraph(file("continued-" + i));
            INDArray state = expected.getUpdater().getStateViewArray();
            assertThat(state.amaxNumber().doubleValue()).isPositive();
            assertThat(continued.params()).as("%s", optimisers.get(i)).isEqualTo(expected.params());
            assertThat(continued.getUpdater().getStateViewArray())
                    .as("%s", optimisers.get(i))
                    .isEqualTo(state);
        }
    }

    private static List<Optimiser> optimisers() {
        Identity none = new Identity();
        WarmUpRate rate = new WarmUpRate(new HyperbolicTangentRate(0.1, 10, 0.01, -6, 3), 1, 4);
        return List.of(
                new Optimiser(
                        new ActivatedSgd(rate, 0.9, new Arctan(0.1, 20)),
                        List.of(new CoupledWeightDecay(5e-4, new Clip(0.1)))),
                new Optimiser(
                        new ActivatedSgd(new CosineRate(0.1, 10, 0.01), 0.9, true, new HyperbolicTangent(0.3, 4.5)),
                        List.of(new CoupledWeightDecay(5e-4, none, true))),
                new Optimiser(
                        new ActivatedSgd(new StepRate(0.1, List.of(2), 0.1), 0.9, new SignedLogarithm(0.3, 4.5)),
                        List.of(new CoupledWeightDecay(5e-4, none))),
                new Optimiser(
                        new ActivatedSgd(rate, 0.9, new AdaptiveArctan(1.5, 2)),
                        List.of(new CoupledWeightDecay(5e-4, none))),
                new Optimiser(new Adam(rate), List.of(new CoupledWeightDecay(5e-4, new Arctan(0.1, 15)))));
    }

    /** What the other process does: restores, continues and writes. */
    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            File from = Path.of(arguments[0], "before-" + i + ".zip").toFile();
            ComputationGraph network = ModelSerializer.restoreComputationGraph(from, true);
            train(network, STEPS_BEFORE, STEPS_AFTER);
            ModelSerializer.writeModel(
                    network, Path.of(arguments[0], "continued-" + i + ".zip").toFile(), true);
        }
    }

    private static void train(ComputationGraph network, int first, int steps) {
        LocalTrainer trainer = new LocalTrainer(network);
        for (int step = first; step < first + steps; step++) {
            Nd4j.getRandom().setSeed(step + 1); // ND4J takes 0 to mean the clock
            trainer.step(new DataSet(Nd4j.rand(9, 1, 6, 6), Nd4j.eye(3).repeat(0, 3)), 0, step);
        }
    }

    private File file(String name) {
        return folder.resolve(name + ".zip").toFile();
    }
}
