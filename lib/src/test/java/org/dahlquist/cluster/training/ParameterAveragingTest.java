package org.dahlquist.cluster.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.ClusterCheck;
import org.dahlquist.cluster.FloatVector;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.cluster.input.InputSeconds;
import org.dahlquist.training.LocalTrainer;
import org.dahlquist.training.SmallNetwork;
import org.dahlquist.training.StepResult;
import org.dahlquist.training.StepSum;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ParameterAveragingTest {
    private static final double RATE = 0.05;
    private static SparkSession session;
    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        session = LocalSpark.start(2);
        spark = new JavaSparkContext(session.sparkContext());
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @Test
    void averagingOneWorkerEqualsLocalTraining() {
        ComputationGraph local = network();
        LocalTrainer trainer = new LocalTrainer(local);
        double loss = 0;
        for (int step = 0; step < 20; step++) {
            StepResult result = trainer.step(NoiseMinibatches.named("minibatch-" + step), 0, step);
            loss += result.loss() / 20;
        }
        ComputationGraph distributed = network();

        ParameterAveraging averaging = train(distributed, 1, 3, 20, 2);

        assertThat(distance(distributed.params(), local.params())).isLessThanOrEqualTo(1e-5);
        assertThat(distance(updaterState(distributed), updaterState(local))).isLessThanOrEqualTo(1e-5);
        assertThat(averaging.lastPass().loss()).isCloseTo(loss, within(1e-5));
        assertThat(averaging.lastPass().samples()).isEqualTo(20 * NoiseMinibatches.ROWS);
        assertThat(distributed.getIterationCount()).isEqualTo(20);
    }

    @Test
    void averagingEqualModelsChangesNothing() {
        float[] state = NetworkState.read(network());
        WorkerSum sum = new WorkerSum();
        for (int worker = 0; worker < 3; worker++) {
            sum.add(
                    new WorkerRound.Outcome(
                            worker, new FloatVector(state), null, steps(4), 0, InputSeconds.NONE, "", null),
                    4);
        }

        assertThat(sum.mean()).isEqualTo(state);
    }

    @Test
    void theMeanIsWeightedBySteps() {
        WorkerSum sum = new WorkerSum()
                .add(
                        new WorkerRound.Outcome(
                                0, new FloatVector(new float[] {3, 0}), null, steps(2), 0, InputSeconds.NONE, "", null),
                        2)
                .add(
                        new WorkerRound.Outcome(
                                1, new FloatVector(new float[] {6, 3}), null, steps(1), 0, InputSeconds.NONE, "", null),
                        1);

        assertThat(sum.mean()).containsExactly(4, 1);
    }

    private static StepSum steps(int count) {
        StepSum steps = new StepSum();
        for (int step = 0; step < count; step++) {
            steps.add(new StepResult(1, 0, 1));
        }
        return steps;
    }

    @Test
    void theResultDoesNotDependOnThePartitionsOfThePaths() {
        ComputationGraph one = network();
        ComputationGraph many = network();

        train(one, 2, 2, 11, 1);
        train(many, 2, 2, 11, 7);

        assertThat(NetworkState.read(many)).isEqualTo(NetworkState.read(one));
    }

    @Test
    void twoWorkersAverageAfterEachRound() {
        ComputationGraph first = network();
        ComputationGraph second = network();
        new LocalTrainer(first).step(NoiseMinibatches.named("minibatch-0"), 0, 0);
        new LocalTrainer(second).step(NoiseMinibatches.named("minibatch-1"), 0, 0);
        ComputationGraph averaged = network();

        train(averaged, 2, 1, 2, 1);

        INDArray mean = first.params().add(second.params()).divi(2);
        assertThat(distance(averaged.params(), mean)).isLessThanOrEqualTo(1e-7);
        INDArray buffer = updaterState(first).add(updaterState(second)).divi(2);
        assertThat(distance(updaterState(averaged), buffer)).isLessThanOrEqualTo(1e-7);
    }

    @Test
    void moreWorkersThanSlotsAreRefusedBeforeTheFirstTask() {
        assertThatThrownBy(() -> train(network(), 3, 1, 3, 1))
                .hasMessageStartingWith("CLUSTER: train.averaging.workers = 3")
                .hasMessageContaining("local[2] has 2");
        assertThatThrownBy(() -> ClusterCheck.requireWorkers(spark, 1000, Duration.ofMillis(1)))
                .hasMessageContaining("1000");
    }

    @Test
    void unfitSparkSettingsAreRefused() {
        assertThatThrownBy(() -> ClusterCheck.requireSettings(
                        new SparkConf(false).set("spark.dynamicAllocation.enabled", "true")))
                .hasMessageStartingWith("CLUSTER: spark.dynamicAllocation.enabled");
        assertThatThrownBy(() -> ClusterCheck.requireSettings(
                        new SparkConf(false).set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")))
                .hasMessageStartingWith("CLUSTER: spark.serializer is Kryo");
    }

    @Test
    void aLossThatIsNotFiniteStopsWithEpochAndStep() {
        ComputationGraph broken = network();
        broken.getParam("output_W").assign(Float.NaN);
        broken.getConfiguration().setEpochCount(4);

        assertThatThrownBy(() -> train(broken, 2, 2, 8, 1))
                .hasMessageStartingWith("DIVERGED")
                .hasMessageContaining("epoch 5, step 1 (minibatch-0)")
                .hasMessageContaining("train.learning-rate");
    }

    @Test
    void otherUsesOfTheTrainingMasterSayWhatToDo() {
        ParameterAveraging averaging = new ParameterAveraging(2, 1, StepSettings.DEFAULT);

        assertThatThrownBy(() -> averaging.executeTraining((SparkComputationGraph) null, null))
                .hasMessageContaining("fitPaths");
        assertThatThrownBy(() -> new ParameterAveraging(0, 1, StepSettings.DEFAULT))
                .hasMessageContaining("workers = 0");
    }

    private static ParameterAveraging train(
            ComputationGraph network, int workers, int frequency, int minibatches, int partitions) {
        ParameterAveraging averaging = new ParameterAveraging(workers, frequency, StepSettings.DEFAULT);
        List<String> names = NoiseMinibatches.names(minibatches);
        new SparkComputationGraph(spark, network, averaging)
                .fitPaths(spark.parallelize(names, partitions), new NoiseMinibatches());
        return averaging;
    }

    private static ComputationGraph network() {
        ComputationGraph network =
                new ComputationGraph(SmallNetwork.configuration(SmallNetwork.activatedMomentum(RATE), 1, 6, 3, 11));
        network.init();
        return network;
    }

    private static INDArray updaterState(ComputationGraph network) {
        return network.getUpdater().getStateViewArray();
    }

    private static double distance(INDArray a, INDArray b) {
        return a.sub(b).amaxNumber().doubleValue();
    }
}
