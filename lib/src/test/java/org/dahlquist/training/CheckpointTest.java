package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.Arctan;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.Identity;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.ISchedule;

class CheckpointTest {
    private static final Configuration HADOOP = new Configuration();

    @TempDir
    private java.nio.file.Path folder;

    @Test
    void networkUpdaterStateAndProgressComeBack() throws IOException {
        LocalTrainer trainer = trained(3);
        TrainingState state = state(3);

        Path file = new Checkpoint(trainer.network(), state).write(HADOOP, path(), 2);
        Checkpoint read = Checkpoint.read(HADOOP, file);

        assertThat(read.state()).isEqualTo(state);
        assertThat(read.network().params()).isEqualTo(trainer.network().params());
        assertThat(read.network().getUpdater().getStateViewArray())
                .isEqualTo(trainer.network().getUpdater().getStateViewArray());
        trainer.step(minibatch(9), 0, 3);
        LocalTrainer continued = new LocalTrainer(read.network());
        continued.step(minibatch(9), 0, 3);
        assertThat(read.network().params()).isEqualTo(trainer.network().params());
    }

    @Test
    void updaterScheduleAndDecayComeBackFromTheModelsJson() throws IOException {
        for (ISchedule schedule :
                List.of(new ConstantRate(0.1), new StepRate(0.1, List.of(2), 0.5), new CosineRate(0.1, 20))) {
            Optimiser optimiser = new Optimiser(
                    new ActivatedSgd(schedule, 0.9, new Identity()),
                    List.of(new CoupledWeightDecay(5e-4, new Arctan(0.2, 10))));
            ComputationGraph network = new ComputationGraph(SmallNetwork.configuration(optimiser, 1, 6, 3, 1));
            network.init();

            ComputationGraph read = Checkpoint.restoreModel(Checkpoint.modelBytes(network));

            DenseLayer layer = (DenseLayer) read.getLayer("features").conf().getLayer();
            assertThat(layer.getIUpdater()).isEqualTo(optimiser.updater());
            assertThat(layer.getRegularization()).isEqualTo(optimiser.regularization());
        }
    }

    @Test
    void equalNetworksGiveEqualBytes() throws IOException {
        assertThat(Checkpoint.modelBytes(trained(2).network()))
                .isEqualTo(Checkpoint.modelBytes(trained(2).network()));
    }

    @Test
    void onlyTheNewestAreKept() throws IOException {
        LocalTrainer trainer = trained(1);
        for (int epoch = 1; epoch <= 4; epoch++) {
            new Checkpoint(trainer.network(), state(epoch)).write(HADOOP, path(), 2);
        }

        assertThat(folder.toFile().list((dir, name) -> name.endsWith(".zip")))
                .containsExactlyInAnyOrder("epoch-0003.zip", "epoch-0004.zip");
        assertThat(Checkpoint.newest(HADOOP, path()).orElseThrow().state().epochs())
                .isEqualTo(4);
    }

    @Test
    void aMissingFolderHoldsNoCheckpoint() throws IOException {
        assertThat(Checkpoint.newest(HADOOP, new Path(path(), "none"))).isEmpty();
    }

    @Test
    void aModelWithoutTrainingStateIsNoCheckpoint() throws IOException {
        Path file = new Path(path(), "epoch-0001.zip");
        Checkpoint.writeModel(HADOOP, trained(1).network(), file);

        assertThatThrownBy(() -> Checkpoint.read(HADOOP, file))
                .hasMessageStartingWith("DATA")
                .hasMessageContaining("training.json is missing");
        assertThatThrownBy(() -> Checkpoint.readModel(HADOOP, new Path(path(), "absent.zip")))
                .hasMessageContaining("no model at");
        assertThat(Files.exists(folder.resolve("_epoch-0001.zip.tmp"))).isFalse();
    }

    private Path path() {
        return new Path(folder.toUri());
    }

    private static TrainingState state(int epoch) {
        EpochMetrics row = new EpochMetrics(epoch, 1.5, 0.5, null, null, 0.1, 100, 1, 0, 0.5, 0.25, 800, 2);
        return new TrainingState(1, epoch, 3, 0, 7, 1.25, List.of(row));
    }

    private static LocalTrainer trained(int steps) {
        ComputationGraph network =
                new ComputationGraph(SmallNetwork.configuration(SmallNetwork.activatedMomentum(0.1), 1, 6, 3, 1));
        network.init();
        LocalTrainer trainer = new LocalTrainer(network);
        for (int step = 0; step < steps; step++) {
            trainer.step(minibatch(step), 0, step);
        }
        return trainer;
    }

    private static DataSet minibatch(int seed) {
        Nd4j.getRandom().setSeed(seed + 1); // ND4J takes 0 to mean the clock
        return new DataSet(Nd4j.rand(8, 1, 6, 6), Nd4j.eye(3).getRows(0, 1, 2, 0, 1, 2, 0, 1));
    }
}
