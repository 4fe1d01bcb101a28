package org.dahlquist.jobs;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.dahlquist.jobs.bench.BenchCommand;
import org.dahlquist.jobs.results.ResultsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line. */
@Command(
        name = "dahlquist",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Trains zero-stable networks on Spark and classifies by interpolating on the data's own graph.",
        synopsisSubcommandLabel = "COMMAND --config FILE [--set KEY=VALUE]... [--out DIR] [--run-id ID]",
        footerHeading = "%n",
        footer = {
            "A run file (conf/runs/*.conf) holds the settings; each stage writes <out>/<run-id>/<stage>/ and is",
            "skipped once finished. 'dahlquist COMMAND --help' lists the options: --overwrite, --dry-run, --master.",
            "",
            "  dahlquist pipeline --config conf/runs/quickstart.conf",
            "  dahlquist pipeline --config conf/runs/cifar10-10k-zerosnet20-gaf.conf --set data.path=/data/cifar10",
            "  dahlquist train --config my.conf --set train.epochs=40 --run-id longer --dry-run",
            "",
            "SPARK_HOME set: runs through spark-submit, with SPARK_SUBMIT_OPTIONS; else Spark runs in this process.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."
        })
public final class Main implements Runnable {
    private static final int HELP_WIDTH = 110;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /** Runs one command and ends the process with its exit code, whatever threads Spark has left. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command and returns its exit code. */
    static int run(String... arguments) {
        return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments);
    }

    /** Runs one command, which prints to these writers. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Main());
        for (Stage stage : Stages.ALL) {
            add(line, stage.name(), stage.description(), List.of(stage));
        }
        add(line, "pipeline", "all of these in order, skipping what is finished", Stages.ALL);
        add(line, Stages.ROBUSTNESS.name(), Stages.ROBUSTNESS.description(), List.of(Stages.ROBUSTNESS));
        add(line, Stages.LABELS.name(), Stages.LABELS.description(), List.of(Stages.LABELS));
        line.addSubcommand(new BenchCommand());
        line.addSubcommand(new ScalingCommand());
        line.addSubcommand(new NetworksCommand());
        line.addSubcommand(new StabilityCommand());
        line.addSubcommand(new SweepCommand());
        line.addSubcommand(new ResultsCommand());
        line.addSubcommand(new GafCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.addSubcommand(new LandscapeCommand());
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler(Main::report);
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
    }

    private static void add(CommandLine line, String name, String description, List<Stage> stages) {
        CommandLine command = new CommandLine(new StageCommand(name, stages));
        command.getCommandSpec().name(name).usageMessage().description(description);
        line.addSubcommand(name, command);
    }

    private static int report(Exception exception, CommandLine line, ParseResult arguments) {
        PrintWriter err = line.getErr();
        Optional<Failure> known = Failure.of(exception);
        known.ifPresentOrElse(failure -> err.println(failure.message()), () -> exception.printStackTrace(err));
        err.flush();
        return known.map(Failure::exitCode).orElse(1);
    }
}
