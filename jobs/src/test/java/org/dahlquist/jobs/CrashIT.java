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

/** A run whose process dies. */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashIT {
    @TempDir
    Path folder;

    @Test
    void aRunKilledInTheMiddleOfAnEpochEndsLikeAnUninterruptedOne() throws IOException, InterruptedException {
        Launcher launcher = Launcher.embedded(folder);
        launcher.pipeline("whole", "--master", "local[2]");

        Process process = launcher.start("killed", "--master", "local[2]");
        Path secondEpoch = folder.resolve("killed/train/checkpoints/epoch-0002.zip");
        while (!Files.exists(secondEpoch)) {
            assertThat(process.isAlive()).as(() -> launcher.log("killed")).isTrue();
            Thread.sleep(20);
        }
        process.destroyForcibly().waitFor();
        assertThat(folder.resolve("killed/train/_SUCCESS")).doesNotExist();

        launcher.pipeline("killed", "--master", "local[2]");
        assertThat(launcher.log("killed")).contains("train goes on after its last checkpoint");
        assertThat(launcher.trainingCurve("killed")).isEqualTo(launcher.trainingCurve("whole"));
        assertThat(folder.resolve("killed/train/model.zip"))
                .hasSameBinaryContentAs(folder.resolve("whole/train/model.zip"));
    }
}
