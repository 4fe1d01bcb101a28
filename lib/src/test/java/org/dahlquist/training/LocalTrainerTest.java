package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.Identity;
import org.dahlquist.loss.LogExp;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class LocalTrainerTest {
    @Test
    void accuracyIsThatOfTheNetworkInTrainingModeBeforeTheStep() {
        ComputationGraph network =
                new ComputationGraph(SmallNetwork.configuration(SmallNetwork.activatedMomentum(0.1), 1, 6, 3, 1));
        network.init();
        LocalTrainer trainer = new LocalTrainer(network);
        Nd4j.getRandom().setSeed(5);
        DataSet data = new DataSet(Nd4j.rand(30, 1, 6, 6), Nd4j.eye(3).repeat(0, 10));
        for (int step = 0; step < 10; step++) {
            INDArray scores = network.output(true, data.getFeatures())[0].dup();
            int correct = 0;
            double loss = 0;
            for (int row = 0; row < 30; row++) {
                correct += scores.getRow(row).argMax().getInt(0) == row / 10 ? 1 : 0;
                loss -= Math.log(scores.getDouble(row, row / 10)) / 30;
            }

            StepResult result = trainer.step(data, 0, step);

            assertThat(result.correct()).isEqualTo(correct);
            assertThat(result.samples()).isEqualTo(30);
            assertThat(result.loss()).isCloseTo(loss, within(1e-5));
        }
    }

    /** Only the step changes: ψ′ multiplies it, and the loss that is told stays the cross-entropy. */
    @Test
    void aDeformedLossIsReportedUndeformed() {
        ComputationGraphConfiguration configuration =
                SmallNetwork.configuration(SmallNetwork.activatedMomentum(0.1), 1, 6, 3, 1);
        ComputationGraph plain = new ComputationGraph(configuration);
        plain.init();
        ComputationGraph deformed = plain.clone();
        Nd4j.getRandom().setSeed(5);
        DataSet data = new DataSet(Nd4j.rand(30, 1, 6, 6), Nd4j.eye(3).repeat(0, 10));

        double loss = new LocalTrainer(plain).step(data, 0, 0).loss();
        LocalTrainer trainer = new LocalTrainer(deformed, Compute.DEFAULT, new LogExp(0.9));

        assertThat(trainer.step(data, 0, 0).loss()).isEqualTo(loss);
        assertThat(deformed.params()).isNotEqualTo(plain.params());
    }

    @Test
    void theLearningRateIsThatOfTheEpochGiven() {
        Optimiser stopped =
                new Optimiser(new ActivatedSgd(new StepRate(1, List.of(2), 0), 0, new Identity()), List.of());
        ComputationGraph network = new ComputationGraph(SmallNetwork.configuration(stopped, 1, 6, 3, 1));
        network.init();
        LocalTrainer trainer = new LocalTrainer(network);
        DataSet data = new DataSet(Nd4j.rand(6, 1, 6, 6), Nd4j.eye(3).repeat(0, 2));
        INDArray before = network.getParam("output_W").dup();

        trainer.step(data, 1, 0);
        assertThat(network.getParam("output_W")).isEqualTo(before);

        trainer.step(data, 0, 1);
        assertThat(network.getParam("output_W")).isNotEqualTo(before);
    }
}
