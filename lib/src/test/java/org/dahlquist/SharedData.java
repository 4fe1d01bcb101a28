package org.dahlquist;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Data kept beside the repository; a test that needs an absent part is skipped with a message. */
public final class SharedData {
    private SharedData() {}

    /** Path of {@code name} below {@code ../shared} of the repository; aborts the test where it is absent. */
    public static Path require(String name) {
        Path path = Path.of("..", "..", "shared").resolve(name).toAbsolutePath().normalize();
        Assumptions.assumeTrue(Files.exists(path), () -> "skipped: needs " + path);
        return path;
    }
}
