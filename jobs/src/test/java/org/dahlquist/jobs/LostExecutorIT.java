package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that loses an executor in the middle of training. */
@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LostExecutorIT {
    @TempDir
    Path folder;

    /** Only the lost worker's round is made again, so the result is that of a whole cluster, bit for bit. */
    @Test
    void trainingGoesOnWithTheSameResult() throws IOException, InterruptedException {
        Launcher.embedded(folder).pipeline("whole", "--master", "local[2]", "--set", "train.epochs=12");

        Launcher cluster = Launcher.sparkSubmit(folder);
        Process process = cluster.start("lost", "--master", "local-cluster[2,1,1024]", "--set", "train.epochs=12");
        Path secondEpoch = folder.resolve("lost/train/checkpoints/epoch-0002.zip");
        while (!Files.exists(secondEpoch)) {
            assertThat(process.isAlive()).as(() -> cluster.log("lost")).isTrue();
            Thread.sleep(20);
        }
        ProcessHandle executor = process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .orElseThrow();
        assertThat(executor.destroyForcibly()).isTrue();
        assertThat(folder.resolve("lost/train/_SUCCESS")).doesNotExist();

        assertThat(process.waitFor()).as(() -> cluster.log("lost")).isZero();
        assertThat(cluster.log("lost")).contains("Lost executor");
        assertThat(cluster.trainingCurve("lost")).isEqualTo(cluster.trainingCurve("whole"));
        assertThat(folder.resolve("lost/train/model.zip"))
                .hasSameBinaryContentAs(folder.resolve("whole/train/model.zip"));
    }
}
