package org.dahlquist.cluster.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.gradient.NormClipping;
import org.dahlquist.loss.Deformation;
import org.dahlquist.training.Compute;
import org.dahlquist.training.SmallNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers on a cluster and workers of a local master do the same. */
class WorkersTest {
    private static SparkSession session;
    private static JavaSparkContext spark;

    private enum Kind {
        RESIDENT {
            @Override
            Workers workers(Broadcast<WorkerRound.Setup> setup, int count) {
                return new ResidentWorkers(spark, setup, count);
            }
        },
        JOBS {
            @Override
            Workers workers(Broadcast<WorkerRound.Setup> setup, int count) {
                return new WorkerJobs(spark, setup);
            }
        };

        abstract Workers workers(Broadcast<WorkerRound.Setup> setup, int count);
    }

    @BeforeAll
    static void start() {
        session = LocalSpark.start(20);
        spark = new JavaSparkContext(session.sparkContext());
        spark.setLocalProperty("spark.job.interruptOnCancel", "true");
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    /** 18 workers are summed in two levels on a cluster. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 18})
    void aJobForEveryRoundGivesWhatResidentWorkersGive(int count) {
        double[] resident = twoRounds(Kind.RESIDENT, count);
        double[] jobs = twoRounds(Kind.JOBS, count);

        assertThat(resident).hasSameSizeAs(jobs);
        for (int i = 0; i < jobs.length; i++) {
            assertThat(resident[i]).as("value %d", i).isCloseTo(jobs[i], within(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aHangingRoundNamesTheWorkersThatAreNotDone(Kind kind) {
        Broadcast<WorkerRound.Setup> setup = setup(new ComputationGraph(configuration()), Duration.ofSeconds(2));
        List<WorkerRound.Share> shares =
                List.of(new WorkerRound.Share(List.of("minibatch-0"), ""), new WorkerRound.Share(List.of("hang"), ""));

        try (Rounds rounds = new Rounds(kind.workers(setup, 2), Duration.ofSeconds(2))) {
            assertThatThrownBy(() -> rounds.run(initial(), shares, 0, 0, true))
                    .hasMessageContaining("of 2 workers weren't done: worker 1 on ")
                    .hasMessageNotContaining("worker 0");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aFailingWorkerEndsTheRound(Kind kind) {
        Broadcast<WorkerRound.Setup> setup = setup(new ComputationGraph(configuration()), Duration.ofMinutes(1));
        List<WorkerRound.Share> shares = List.of(new WorkerRound.Share(List.of("broken"), ""));

        try (Rounds rounds = new Rounds(kind.workers(setup, 2), Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> rounds.run(initial(), shares, 0, 0, true))
                    .hasMessageContaining("round 1 of the epoch failed");
        }
    }

    @Test
    void residentWorkersLeaveTheirSlots() {
        twoRounds(Kind.RESIDENT, 20);

        assertThat(spark.parallelize(List.of(1, 2, 3), 3).reduce(Integer::sum)).isEqualTo(6);
    }

    private static double[] twoRounds(Kind kind, int count) {
        Broadcast<WorkerRound.Setup> setup = setup(new ComputationGraph(configuration()), Duration.ofMinutes(1));
        try (Rounds rounds = new Rounds(kind.workers(setup, count), Duration.ofMinutes(1))) {
            float[] state = rounds.run(initial(), shares(count, 0), 0, 0, true).mean();
            return rounds.run(state, shares(count, count), 0, 1, true).values();
        }
    }

    private static List<WorkerRound.Share> shares(int count, int first) {
        List<WorkerRound.Share> shares = new ArrayList<>();
        for (int worker = 0; worker < count; worker++) {
            shares.add(new WorkerRound.Share(List.of("minibatch-" + (first + worker)), ""));
        }
        return shares;
    }

    private static Broadcast<WorkerRound.Setup> setup(ComputationGraph network, Duration limit) {
        StepSettings step = new StepSettings(Compute.DEFAULT, Deformation.NONE, NormClipping.NONE, limit);
        return spark.broadcast(new WorkerRound.Setup(
                "workers test",
                network.getConfiguration().toJson(),
                new NoiseMinibatches(),
                step,
                WorkerRound.Task.LOCAL_STEPS));
    }

    private static float[] initial() {
        ComputationGraph network = new ComputationGraph(configuration());
        network.init();
        return NetworkState.read(network);
    }

    private static ComputationGraphConfiguration configuration() {
        return SmallNetwork.configuration(SmallNetwork.activatedMomentum(0.05), 1, 6, 3, 11);
    }
}
