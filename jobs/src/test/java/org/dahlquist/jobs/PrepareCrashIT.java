package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.dahlquist.SharedData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A preparation of image files whose process dies. */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PrepareCrashIT {
    private static final int COPIES = 30;

    @TempDir
    Path folder;

    @Test
    void aPreparationKilledHalfWayEndsLikeAnUninterruptedOne() throws IOException, InterruptedException {
        Path mini = SharedData.require("data/imagenet-mini");
        copies(mini, folder.resolve("raw"));
        Launcher launcher = Launcher.embedded(folder);
        Process whole = start(launcher, "whole");
        assertThat(whole.waitFor()).as(() -> launcher.log("whole")).isZero();
        int shards = files("whole", ".arrow").size();

        Process killed = start(launcher, "killed");
        while (files("killed", ".json").size() < shards / 2) {
            assertThat(killed.isAlive()).as(() -> launcher.log("killed")).isTrue();
            Thread.sleep(20);
        }
        killed.destroyForcibly().waitFor();
        assertThat(folder.resolve("killed/prepare/_SUCCESS")).doesNotExist();
        Map<String, String> before = files("killed", ".json");
        assertThat(before).hasSizeLessThan(shards);

        Process again = start(launcher, "killed");
        assertThat(again.waitFor()).as(() -> launcher.log("killed")).isZero();
        assertThat(launcher.log("killed"))
                .contains("prepare goes on after its last checkpoint")
                .contains(" shards are finished and kept");
        assertThat(files("killed", ".json")).containsAllEntriesOf(before);
        assertThat(files("killed", ".arrow")).isEqualTo(files("whole", ".arrow"));
        try (Stream<Path> left = Files.walk(folder.resolve("killed"))) {
            assertThat(left)
                    .as("nothing half-written")
                    .noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    private Process start(Launcher launcher, String runId) throws IOException {
        Path config = folder.resolve("prepare.conf");
        Files.writeString(
                config,
                "data { dataset = imagenet, path = \"" + folder.resolve("raw")
                        + "\", encoding = jpeg, image-size = 128, shard-bytes = 300000 }\n");
        return launcher.start("prepare", config, runId, List.of("--master", "local[2]"));
    }

    /** The mini dataset several times over, so that half of it takes a while. */
    private static void copies(Path mini, Path target) throws IOException {
        try (Stream<Path> found = Files.walk(mini)) {
            for (Path file :
                    found.filter(path -> path.toString().endsWith(".JPEG")).toList()) {
                Path original = target.resolve(mini.relativize(file));
                Files.createDirectories(original.getParent());
                for (int copy = 0; copy < COPIES; copy++) {
                    Files.copy(file, original.resolveSibling(copy + "-" + original.getFileName()));
                }
            }
        }
    }

    /** Digests of the files of a run's prepared dataset whose names end in a certain way. */
    private Map<String, String> files(String runId, String ending) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        Path prepared = folder.resolve(runId).resolve("prepare");
        for (String part : List.of("train", "test", "shards")) {
            if (Files.isDirectory(prepared.resolve(part))) {
                try (Stream<Path> found = Files.list(prepared.resolve(part))) {
                    for (Path file : found.toList()) {
                        String name = file.getFileName().toString();
                        if (!name.startsWith(".") && name.endsWith(ending)) {
                            digests.put(part + "/" + name, DigestUtils.sha256Hex(Files.readAllBytes(file)));
                        }
                    }
                }
            }
        }
        return digests;
    }
}
