package org.dahlquist.run;

import java.io.File;
import java.util.List;

/** Settings for tests: those of the quickstart, some of them changed. */
public final class TestRun {
    private TestRun() {}

    /** The settings, with changes like {@code train.epochs=3}. */
    public static RunConfig with(String... changes) {
        return RunFile.read(new File("../conf/runs/quickstart.conf"), List.of(changes))
                .config();
    }
}
