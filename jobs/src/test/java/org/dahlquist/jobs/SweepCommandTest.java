package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dahlquist.sweep.SweepData;
import org.dahlquist.sweep.SweepFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep from its file to its tables, in this process. */
class SweepCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void brokenCellsDoNotStopTheOthersAndAreTriedAgain() throws IOException {
        Path shard = prepareDataOfSecondSeed().resolve("train/shard-00000.arrow");
        Path away = Files.move(shard, folder.resolve("shard"));

        assertThat(sweep()).isEqualTo(1);
        assertThat(out.toString()).contains("failed: plain-seed2: DATA: ");
        assertThat(SmallSweep.withoutTimes(file("table.csv")))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).containsEntry("cells", "1").containsEntry("seeds", "1"));
        assertThat(SmallSweep.withoutTimes(file("sweep.csv")).get(3))
                .containsEntry("cell", "plain-seed2")
                .containsEntry("status", "failed")
                .containsEntry("test_top1", null);

        FileTime untouched = modified("plain-seed1");
        Files.move(away, shard);
        assertThat(sweep()).as(err::toString).isZero();
        assertThat(modified("plain-seed1")).isEqualTo(untouched);
        assertThat(SmallSweep.withoutTimes(file("table.csv")))
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("cells", "2")
                        .containsEntry("noise", "randn 0.04")
                        .containsEntry("seeds", "1, 2"));
        assertThat(out.toString())
                .contains("k = -9/5", "0.33333 0.33333", "inconsistent")
                .contains("rank correlation with the largest spurious root, test, 3 settings")
                .contains("output " + folder.resolve("study"));
        for (String plot : List.of("settings.png", "learning-curves.png", "stability.png")) {
            assertThat(file(plot)).isNotEmptyFile();
        }
        aSweepBrokenOffEndsLikeAnUninterruptedOne();
    }

    /** Continues with the finished sweep: trained once is enough for a test. */
    private void aSweepBrokenOffEndsLikeAnUninterruptedOne() throws IOException {
        List<Map<String, String>> table = SmallSweep.withoutTimes(file("table.csv"));
        List<Map<String, String>> cells = SmallSweep.withoutTimes(file("sweep.csv"));
        FileTime untouched = modified("k=-9_5-seed1");
        // What a killed process leaves: cells without their mark, one of them without a model, and no tables.
        Files.delete(file("cells/plain-seed2/_SUCCESS"));
        Files.delete(file("cells/1_1_1_1-seed1/_SUCCESS"));
        Files.delete(file("cells/1_1_1_1-seed1/model.zip"));
        Files.delete(file("table.csv"));
        Files.delete(file("sweep.csv"));

        assertThat(sweep()).as(err::toString).isZero();
        assertThat(modified("k=-9_5-seed1")).isEqualTo(untouched);
        assertThat(SmallSweep.withoutTimes(file("table.csv"))).isEqualTo(table);
        assertThat(SmallSweep.withoutTimes(file("sweep.csv"))).isEqualTo(cells);

        assertThat(sweep("--set", "train.momentum=0")).isEqualTo(2);
        assertThat(err.toString()).contains("was made with other settings", "train.momentum");
    }

    @Test
    void dryRunNamesEveryCellAndWritesNothing() throws IOException {
        assertThat(sweep("--dry-run")).isZero();
        assertThat(out.toString()).contains("cells/k=-9_5-seed1", "6 of 6 cells to run", "[network.coefficients] vary");
        assertThat(folder.resolve("study")).doesNotExist();
    }

    /** Prepares what the cells of seed 2 need, as the sweep would; returns the folder. */
    private Path prepareDataOfSecondSeed() throws IOException {
        SweepData data = SweepFile.read(config().toFile(), List.of()).data().get(1);
        Path run = Files.writeString(folder.resolve("data.conf"), data.run().resolved());
        assertThat(Main.run(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        "prepare",
                        "--config",
                        run.toString(),
                        "--out",
                        file("data").toString(),
                        "--run-id",
                        data.id(),
                        "--master",
                        "local[2]"))
                .as(err::toString)
                .isZero();
        return file("data").resolve(data.id()).resolve("prepare");
    }

    private Path config() throws IOException {
        return Files.writeString(folder.resolve("study.conf"), SmallSweep.TEXT);
    }

    private FileTime modified(String cell) throws IOException {
        return Files.getLastModifiedTime(file("cells/" + cell + "/_SUCCESS"));
    }

    private Path file(String name) {
        return folder.resolve("study").resolve(name);
    }

    private int sweep(String... options) throws IOException {
        List<String> line = new ArrayList<>(
                List.of("sweep", "--config", config().toString(), "--out", folder.toString(), "--master", "local[2]"));
        line.addAll(Arrays.asList(options));
        return Main.run(new PrintWriter(out), new PrintWriter(err), line.toArray(String[]::new));
    }
}
