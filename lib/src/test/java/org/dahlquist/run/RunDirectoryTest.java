package org.dahlquist.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;
import org.dahlquist.run.RunDirectory.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path folder;

    private RunDirectory run;

    @BeforeEach
    void open() {
        run = new RunDirectory(new Configuration(), folder.toString(), "r1");
    }

    @Test
    void aStageIsFinishedOnceItsRecordIsWritten() throws IOException {
        assertThat(run.state("train")).isEqualTo(State.ABSENT);
        run.begin("train", "seed = 1", false);
        assertThat(run.state("train")).isEqualTo(State.STARTED);
        run.finish("train", record());
        assertThat(run.state("train")).isEqualTo(State.FINISHED);

        JsonNode json = new ObjectMapper().readTree(run.text("train", "run.json"));
        assertThat(json.path("stage").asText()).isEqualTo("train");
        assertThat(json.path("seed").asLong()).isEqualTo(42);
        assertThat(json.path("seconds").asDouble()).isEqualTo(1.5);
        assertThat(json.path("summary").path("top1").asDouble()).isEqualTo(0.75);
    }

    @Test
    void aBrokenStageIsWipedUnlessItResumes() throws IOException {
        run.begin("train", "seed = 1", false);
        Path left = Files.createDirectories(folder.resolve("r1/train/checkpoints"));
        Files.writeString(left.resolve("epoch-0001.zip"), "x");
        assertThat(run.holds("train", "checkpoints")).isTrue();
        run.begin("train", "seed = 1", true);
        assertThat(run.holds("train", "checkpoints")).isTrue();
        run.begin("train", "seed = 1", false);
        assertThat(run.holds("train", "checkpoints")).isFalse();
    }

    @Test
    void otherSettingsAreRefusedOnlyWhereTheyMatter() {
        run.begin("prepare", "seed = 1\ntrain.epochs = 3", false);
        run.requireSameSettings("prepare", "seed = 1.0\ntrain.epochs = 4", List.of("seed"));
        assertThatThrownBy(() -> run.requireSameSettings("prepare", "seed = 2", List.of("seed")))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("seed was 1 and is now 2")
                .hasMessageContaining("--overwrite");
    }

    @Test
    void aLivingProcessKeepsItsLockAndADeadOneLosesIt() throws IOException {
        run.create();
        Path lock = folder.resolve("r1/_train.lock");
        String host = InetAddress.getLocalHost().getHostName();
        long living = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(lock, host + " " + living + " 2026-01-01T00:00:00Z");
        assertThatThrownBy(() -> RunLock.take(run, "train"))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("held by process " + living);

        long dead = Long.MAX_VALUE;
        Files.deleteIfExists(folder.resolve("r1/._train.lock.crc"));
        Files.writeString(lock, host + " " + dead + " 2026-01-01T00:00:00Z");
        RunLock mine = RunLock.take(run, "train");
        RunLock.take(run, "evaluate").close();
        mine.close();
        assertThat(lock).doesNotExist();
    }

    @Test
    void aFileInTheWayIsReportedBeforeAnythingStarts() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        RunDirectory below =
                new RunDirectory(new Configuration(), file.resolve("runs").toString(), "r1");
        assertThatThrownBy(below::requireWritable)
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("--out: cannot write to")
                .hasMessageContaining(file.toString());
    }

    @Test
    void runIdsThatLeaveTheFolderAreRefused() {
        assertThatThrownBy(() -> new RunDirectory(new Configuration(), folder.toString(), "../x"))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("--run-id is '../x'");
    }

    private static RunRecord record() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        return new RunRecord(
                "train",
                "r1",
                42,
                new Provenance("1", "2", "abc", ""),
                "3.5",
                "local[2]",
                start,
                start.plusMillis(1500),
                "",
                Map.of("top1", 0.75));
    }
}
