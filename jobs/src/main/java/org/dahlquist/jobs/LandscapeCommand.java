package org.dahlquist.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;
import org.dahlquist.run.RunDirectory;
import org.dahlquist.run.RunFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Examines the loss surface of a finished run, next to those of other runs. */
@Command(
        name = "landscape",
        mixinStandardHelpOptions = true,
        description = "examine the loss surface: slices, contours, sharpness, Hessian eigenvalues")
final class LandscapeCommand implements Callable<Integer> {
    private static final List<Stage> STAGES = List.of(Stages.LANDSCAPE);

    @Mixin
    private RunOptions options;

    @Option(
            names = "--compare",
            split = ",",
            paramLabel = "ID",
            description = "finished runs below the same --out to show next to this one; sets landscape.compare")
    private List<String> compare = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        RunFile file = compare.isEmpty() ? options.runFile() : options.runFile("landscape.compare=" + list());
        String runId = options.runId(file);
        RunDirectory directory;
        try (SparkLauncher spark = new SparkLauncher("dahlquist landscape " + runId, options.master)) {
            directory = new RunDirectory(spark.hadoop(), options.out, runId);
            file.config().landscape().compare().forEach(other -> requireTrained(spark.hadoop(), runId, other));
            RunExecution execution = new RunExecution(file, directory, spark, options.overwrite);
            if (options.dryRun) {
                execution.plan(STAGES, spec.commandLine().getOut());
                return 0;
            }
            execution.run(STAGES);
        }
        new Outcome(directory).print(STAGES, spec.commandLine().getOut());
        return 0;
    }

    private String list() {
        return compare.stream().map(run -> '"' + run + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private void requireTrained(Configuration hadoop, String runId, String other) {
        RunDirectory run = new RunDirectory(hadoop, options.out, other);
        for (String need : Stages.LANDSCAPE.needs()) {
            if (other.equals(runId) || run.state(need) != RunDirectory.State.FINISHED) {
                throw DahlquistException.config(
                        "landscape.compare names other finished runs, but %s; choose among those below %s",
                        other.equals(runId) ? other + " is the run itself" : need + " isn't finished in " + run.root(),
                        options.out);
            }
        }
    }
}
