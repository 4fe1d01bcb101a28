package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sweep whose process dies. */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SweepCrashIT {
    private static final List<String> TWO_TASKS = List.of("--master", "local[2]");

    @TempDir
    Path folder;

    @Test
    void aSweepKilledInTheMiddleFinishesOnlyTheMissingCells() throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("study.conf"), SmallSweep.TEXT);
        Launcher launcher = Launcher.embedded(folder);
        assertThat(launcher.start("sweep", config, "whole", TWO_TASKS).waitFor())
                .isZero();

        Process process = launcher.start("sweep", config, "killed", TWO_TASKS);
        while (finished("killed").size() < 3) {
            assertThat(process.isAlive()).as(() -> launcher.log("killed")).isTrue();
            Thread.sleep(20);
        }
        process.destroyForcibly().waitFor();
        Map<String, FileTime> before = finished("killed");
        assertThat(before.size()).as("cells finished before the kill").isBetween(3, 5);

        assertThat(launcher.start("sweep", config, "killed", TWO_TASKS).waitFor())
                .isZero();
        assertThat(launcher.log("killed")).contains(before.size() + " of 6 cells are finished");
        assertThat(finished("killed")).hasSize(6).containsAllEntriesOf(before);
        assertThat(SmallSweep.withoutTimes(folder.resolve("killed/table.csv")))
                .isEqualTo(SmallSweep.withoutTimes(folder.resolve("whole/table.csv")));
        assertThat(SmallSweep.withoutTimes(folder.resolve("killed/sweep.csv")))
                .isEqualTo(SmallSweep.withoutTimes(folder.resolve("whole/sweep.csv")));
    }

    /** When each finished cell was finished. */
    private Map<String, FileTime> finished(String sweep) throws IOException {
        Path cells = folder.resolve(sweep).resolve("cells");
        Map<String, FileTime> finished = new TreeMap<>();
        if (Files.exists(cells)) {
            try (Stream<Path> all = Files.list(cells)) {
                for (Path cell : all.toList()) {
                    Path mark = cell.resolve("_SUCCESS");
                    if (Files.exists(mark)) {
                        finished.put(cell.getFileName().toString(), Files.getLastModifiedTime(mark));
                    }
                }
            }
        }
        return finished;
    }
}
