package org.dahlquist.jobs.bench;

import java.util.List;
import org.dahlquist.run.ConfigProblems;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.RunFile;

/** Settings of a run without a run file. */
final class BenchSettings {
    private BenchSettings() {}

    /** The defaults with some settings, each {@code key=value}. */
    static RunConfig of(List<String> settings) {
        ConfigProblems problems = new ConfigProblems("bench");
        RunFile file = RunFile.of("bench", RunFile.commandLine(settings), problems);
        problems.throwIfAny();
        return file.config();
    }
}
