package org.dahlquist.cluster.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.Arctan;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.Identity;
import org.dahlquist.gradient.NormClipping;
import org.dahlquist.loss.Deformation;
import org.dahlquist.loss.LogExp;
import org.dahlquist.training.Compute;
import org.dahlquist.training.ConstantRate;
import org.dahlquist.training.LocalTrainer;
import org.dahlquist.training.Optimiser;
import org.dahlquist.training.SmallNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** Both of our training masters beside each other, local training and DL4J's master. */
class GradientAveragingTest {
    private static final StepSettings DEFORMED =
            new StepSettings(Compute.DEFAULT, new LogExp(0.9), new NormClipping(0.3), Duration.ofMinutes(10));
    private static SparkSession session;
    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        session = LocalSpark.start(20);
        spark = new JavaSparkContext(session.sparkContext());
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    /** With gradient activation, clipping, momentum, weight decay and a deformed loss in place. */
    @Test
    void fiftyStepsAreTheSameForOneTwoAndFourWorkers() {
        List<Double> one = losses(1, 4, 50);

        assertThat(one.get(49)).isLessThan(one.get(0));
        for (int workers : new int[] {2, 4}) {
            List<Double> several = losses(workers, 4, 50);
            for (int step = 0; step < 50; step++) {
                assertThat(several.get(step))
                        .as("%d workers, step %d", workers, step)
                        .isCloseTo(one.get(step), within(1e-9));
            }
        }
    }

    @Test
    void oneSliceIsLocalTrainingWithTheDeformation() {
        ComputationGraph local = network();
        LocalTrainer trainer = DEFORMED.trainer(local);
        for (int step = 0; step < 10; step++) {
            trainer.step(NoiseMinibatches.named("minibatch-" + step), 0, step);
        }
        ComputationGraph distributed = network();

        train(new GradientAveraging(1, 1, DEFORMED), distributed, 10);

        assertThat(distributed.params().distance2(local.params())).isLessThan(1e-6);
        assertThat(distributed.getIterationCount()).isEqualTo(10);
    }

    @Test
    void eighteenWorkersAreSummedInTwoLevels() {
        ComputationGraph few = network();
        ComputationGraph many = network();

        train(new GradientAveraging(2, 18, DEFORMED), few, 36);
        train(new GradientAveraging(18, 18, DEFORMED), many, 36);

        assertThat(many.params().distance2(few.params())).isLessThan(1e-6);
    }

    /**
     * Ten rounds of two workers with one step each, without momentum: with our layers' versions DL4J's master returns an
     * updater state of zeros from every round, so its momentum starts anew each time. The mean doesn't show which worker of DL4J's got which minibatch.
     */
    @Test
    void parameterAveragingEqualsDl4jsOwnMaster() {
        ComputationGraph ours = network(withoutMomentum());
        ComputationGraph theirs = network(withoutMomentum());
        train(new ParameterAveraging(2, 1, StepSettings.DEFAULT), ours, 20);

        SparkComputationGraph upstream = new SparkComputationGraph(
                spark,
                theirs,
                new ParameterAveragingTrainingMaster.Builder(2, NoiseMinibatches.ROWS)
                        .batchSizePerWorker(NoiseMinibatches.ROWS)
                        .averagingFrequency(1)
                        .rddTrainingApproach(RDDTrainingApproach.Direct)
                        .repartionData(Repartition.Never)
                        .build());
        for (int round = 0; round < 10; round++) {
            List<DataSet> minibatches = new ArrayList<>();
            for (int worker = 0; worker < 2; worker++) {
                minibatches.add(NoiseMinibatches.named("minibatch-" + (2 * round + worker)));
            }
            upstream.fit(spark.parallelize(minibatches, 2));
        }

        assertThat(ours.params()
                        .sub(upstream.getNetwork().params())
                        .amaxNumber()
                        .doubleValue())
                .isLessThanOrEqualTo(1e-5);
    }

    @Test
    void aHangingRoundEndsWithAMessage() {
        StepSettings impatient =
                new StepSettings(Compute.DEFAULT, Deformation.NONE, NormClipping.NONE, Duration.ofSeconds(1));

        assertThatThrownBy(() -> new SparkComputationGraph(spark, network(), new ParameterAveraging(2, 1, impatient))
                        .fitPaths(spark.parallelize(List.of("minibatch-0", "hang"), 1), new NoiseMinibatches()))
                .hasMessageStartingWith("CLUSTER: a round must end within train.averaging.round-timeout-seconds = 1")
                .hasMessageContaining("in round 1 of this epoch")
                .hasMessageMatching(
                        "(?s).*these of 2 workers weren't done: .*worker 1 on \\S+ \\(executor driver\\);.*");
    }

    @Test
    void fewerSlicesThanWorkersAreRefused() {
        assertThatThrownBy(() -> new GradientAveraging(4, 3, DEFORMED))
                .hasMessageContaining("train.averaging.slices = 3 and train.averaging.workers = 4");
    }

    private static List<Double> losses(int workers, int slices, int steps) {
        ComputationGraph network = network();
        GradientAveraging master = new GradientAveraging(workers, slices, DEFORMED);
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            List<String> names = NoiseMinibatches.names(slices);
            new SparkComputationGraph(spark, network, master)
                    .fitPaths(spark.parallelize(names, 1), new NoiseMinibatches());
            losses.add(master.lastPass().loss());
        }
        return losses;
    }

    private static void train(AveragingMaster master, ComputationGraph network, int minibatches) {
        List<String> names = NoiseMinibatches.names(minibatches);
        new SparkComputationGraph(spark, network, master).fitPaths(spark.parallelize(names, 1), new NoiseMinibatches());
    }

    private static Optimiser withoutMomentum() {
        return new Optimiser(
                new ActivatedSgd(new ConstantRate(0.05), 0, new Arctan(0.1, 20)),
                List.of(new CoupledWeightDecay(5e-4, new Identity())));
    }

    private static ComputationGraph network() {
        return network(SmallNetwork.activatedMomentum(0.05));
    }

    private static ComputationGraph network(Optimiser optimiser) {
        ComputationGraph network = new ComputationGraph(SmallNetwork.configuration(optimiser, 1, 6, 3, 11));
        network.init();
        return network;
    }
}
