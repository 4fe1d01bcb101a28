package org.dahlquist.jobs;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.dahlquist.run.RunDirectory;
import org.dahlquist.run.RunFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs some stages: one of them, or all as the pipeline. */
@Command(mixinStandardHelpOptions = true)
final class StageCommand implements Callable<Integer> {
    private final String name;
    private final List<Stage> stages;

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    StageCommand(String name, List<Stage> stages) {
        this.name = name;
        this.stages = stages;
    }

    @Override
    public Integer call() throws IOException {
        RunFile file = options.runFile();
        String runId = options.runId(file);
        RunDirectory directory;
        try (SparkLauncher spark = new SparkLauncher("dahlquist " + name + " " + runId, options.master)) {
            directory = new RunDirectory(spark.hadoop(), options.out, runId);
            RunExecution execution = new RunExecution(file, directory, spark, options.overwrite);
            if (options.dryRun) {
                execution.plan(stages, spec.commandLine().getOut());
                return 0;
            }
            execution.run(stages);
        }
        new Outcome(directory).print(stages, spec.commandLine().getOut());
        return 0;
    }
}
