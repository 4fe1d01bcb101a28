package org.dahlquist.jobs;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.dahlquist.run.RunFile;
import org.dahlquist.sweep.SweepFile;
import picocli.CommandLine.Option;

/** Options that every stage and the pipeline share. */
final class RunOptions {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "run file (HOCON), see conf/runs, conf/sweeps")
    private File config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "override a setting; repeatable")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "folder of all runs, any Hadoop path (default: ${DEFAULT-VALUE})")
    String out;

    @Option(names = "--run-id", paramLabel = "ID", description = "name of this run (default: the run file's name)")
    private String runId;

    @Option(names = "--overwrite", description = "start again, and remove what later stages made of it")
    boolean overwrite;

    @Option(names = "--dry-run", description = "check everything, print plan and settings, start nothing")
    boolean dryRun;

    @Option(names = "--master", paramLabel = "URL", description = "Spark master (default: spark-submit's, or local[*])")
    String master;

    SweepFile sweepFile() {
        return SweepFile.read(config, settings);
    }

    String sweepId(SweepFile file) {
        return runId == null ? file.name() : runId;
    }

    /** The run file with the settings of the command line, and then those of other options. */
    RunFile runFile(String... others) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(others));
        return RunFile.read(config, all);
    }

    String runId(RunFile file) {
        return runId == null ? file.name() : runId;
    }
}
