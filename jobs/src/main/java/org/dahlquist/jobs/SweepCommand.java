package org.dahlquist.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.dahlquist.jobs.results.Publication;
import org.dahlquist.run.RunDirectory;
import org.dahlquist.sweep.Cell;
import org.dahlquist.sweep.CellResult;
import org.dahlquist.sweep.SweepFile;
import org.dahlquist.sweep.SweepResults;
import org.dahlquist.sweep.SweepTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a study: many trainings at once, one in each Spark task. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = "train a grid of settings and seeds, one network per task; tables and plots")
final class SweepCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Option(
            names = "--publish",
            arity = "0..1",
            fallbackValue = ".",
            paramLabel = "ROOT",
            description = "copy the table to notebooks/results of this clone and renew README's tables")
    private Path root;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SweepFile sweep = options.sweepFile();
        String sweepId = options.sweepId(sweep);
        PrintWriter out = spec.commandLine().getOut();
        try (SparkLauncher spark = new SparkLauncher("dahlquist sweep " + sweepId, options.master)) {
            RunDirectory directory = new RunDirectory(spark.hadoop(), options.out, sweepId);
            SweepExecution execution = new SweepExecution(sweep, directory, spark, options.overwrite);
            if (options.dryRun) {
                execution.plan(out);
                return 0;
            }
            SweepResults results = execution.run();
            SweepTables tables = new SweepTables(results);
            out.print(tables.text());
            if (root != null) {
                new Publication(root).publish(sweepId, tables).forEach(file -> out.println("published " + file));
            }
            return ended(results, directory, out);
        }
    }

    private static int ended(SweepResults results, RunDirectory directory, PrintWriter out) {
        List<Cell> broken = results.sweep().cells().stream()
                .filter(cell ->
                        !results.result(cell).map(CellResult::isMeasured).orElse(false))
                .toList();
        broken.forEach(cell -> out.printf(
                "failed: %s: %s%n",
                cell.id(), results.result(cell).map(CellResult::reason).orElse("it has no result")));
        out.printf("output %s%n", Outcome.shown(directory.root()));
        out.flush();
        return broken.isEmpty() ? 0 : 1;
    }
}
