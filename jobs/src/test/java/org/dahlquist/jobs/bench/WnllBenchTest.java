package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.dahlquist.graph.ExactNeighbours;
import org.dahlquist.graph.GraphSystem;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.WeightedGraph;
import org.dahlquist.graph.WnllSystem;
import org.dahlquist.run.WnllConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class WnllBenchTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "--rounds, 0, --rounds must be at least 1",
        "--unlabelled, 60000, '--unlabelled takes numbers from 1 to 59999, but got [60000]'",
        "--classes, 1, '--classes must be at least 2, but got [1]'",
        "--threads, 0, --threads takes numbers from 1 to",
        "--peers, petsc, '--peers takes ours and scipy-cg, but got [petsc]'",
    })
    void wrongOptionsAreRefusedBeforeAnythingIsMeasured(String option, String value, String rule) {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new BenchCommand())
                .setErr(new PrintWriter(err, true))
                .execute("wnll", option, value, "--out", folder.resolve("bench").toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(rule);
        assertThat(folder.resolve("bench")).doesNotExist();
    }

    @Test
    void aSystemIsReadBackAsItWasWritten() {
        SyntheticFeatures features = new SyntheticFeatures(60, 4, 1);
        long[] ids = LongStream.range(0, 60).toArray();
        WeightedGraph graph = WeightedGraph.of(
                new ExactNeighbours(new Points(ids, features.values(), 4)).selfJoin(0, 60, 6),
                WnllConfig.Weights.TEXTBOOK,
                3);
        int[] labels = features.labels(3);
        Arrays.fill(labels, 30, 60, -1);
        GraphSystem system = WnllSystem.assemble(graph, labels, 3, 1);
        SystemFiles files = new SystemFiles(folder, "small");

        files.write(system);

        assertThat(files.matrix().values()).isEqualTo(system.matrix().values());
        assertThat(files.matrix().columns()).isEqualTo(system.matrix().columns());
        assertThat(files.rightHandSide(3).offsets())
                .isEqualTo(system.rightHandSide().offsets());
    }

    @Test
    void ratiosAreOfMediansAndPerThread() {
        List<WnllMeasurement> measurements = List.of(
                measurement("scipy-cg", 1, 2.0),
                measurement("scipy-cg", 2, 4.0),
                measurement("scipy-cg", 3, 30.0),
                measurement("ours", 1, 0.4),
                measurement("ours", 2, 0.5),
                measurement("ours", 3, 0.1));

        List<WnllBenchSummary.Row> rows = new WnllBenchSummary(measurements).rows();

        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).seconds()).isEqualTo(0.4);
        assertThat(rows.get(1).timesScipy()).isCloseTo(10, within(1e-12));
        assertThat(rows.get(1).timesScipyPerThread()).isCloseTo(5, within(1e-12));
        assertThat(rows.get(1).csv())
                .isEqualTo("54000,100,2,ours,0.400000,0.100000,0.500000,3,4,5,1.00e-07,10.00,5.00");
        assertThat(rows.get(0).csv()).contains(",3,4,5,,1.00,0.50");
    }

    private static WnllMeasurement measurement(String contestant, int round, double seconds) {
        double deviation = contestant.equals("ours") ? 1e-7 : Double.NaN;
        return new WnllMeasurement(54_000, 100, 2, round, contestant, seconds, List.of(3, 4, 5), deviation);
    }
}
