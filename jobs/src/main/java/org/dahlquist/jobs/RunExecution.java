package org.dahlquist.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.ClusterCheck;
import org.dahlquist.run.Provenance;
import org.dahlquist.run.RunDirectory;
import org.dahlquist.run.RunFile;
import org.dahlquist.run.RunLock;
import org.dahlquist.run.RunRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs stages of one run in order: checks all of them first, skips the finished, resumes the broken. */
final class RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);

    private final RunFile file;
    private final RunDirectory directory;
    private final SparkLauncher spark;
    private final boolean overwrite;

    RunExecution(RunFile file, RunDirectory directory, SparkLauncher spark, boolean overwrite) {
        this.file = file;
        this.directory = directory;
        this.spark = spark;
        this.overwrite = overwrite;
    }

    /** Checks everything and prints what would be done; starts and writes nothing. */
    void plan(List<Stage> stages, PrintWriter out) {
        List<Stage> pending = check(stages);
        out.printf("run %s in %s%n%n", directory.runId(), directory.root());
        for (Stage stage : stages) {
            String inputs = stage.needs().isEmpty() ? "raw data" : String.join(", ", stage.needs());
            out.printf("  %-10s %-8s reads %s%n", stage.name(), intention(stage, pending), inputs);
        }
        if (stages.stream().anyMatch(stage -> stage.name().equals("train"))) {
            out.printf("%n%s", ScalingAdvice.of(file.config()));
        }
        if (pending.stream().anyMatch(stage -> List.of("knn-graph", "wnll").contains(stage.name()))) {
            out.printf("%n%s", GraphAdvice.of(file.config(), directory, spark.hadoop(), spark.settings()));
        }
        out.printf("%nsettings%n%n%s", file.resolved());
    }

    /** Runs what is not finished. */
    void run(List<Stage> stages) throws IOException {
        List<Stage> pending = check(stages);
        stages.stream()
                .filter(stage -> !pending.contains(stage))
                .forEach(stage -> LOG.info("{} is finished, skipped", stage.name()));
        if (pending.isEmpty()) {
            return;
        }
        directory.create();
        try {
            for (String name : Stages.withDependants(pending)) {
                removeStale(Stages.named(name));
            }
            Provenance program = Provenance.current();
            for (Stage stage : pending) {
                runAlone(stage, program);
            }
        } finally {
            directory.removeIfEmpty();
        }
    }

    /** Removes what a stage left from before, unless it goes on from there or another process is at work on it. */
    @SuppressWarnings("try") // the lock is held, not used
    private void removeStale(Stage stage) {
        if (directory.state(stage.name()) != RunDirectory.State.ABSENT && !isResumable(stage)) {
            try (RunLock lock = RunLock.take(directory, stage.name())) {
                directory.remove(stage.name());
            }
        }
    }

    /** Runs a stage while no other process does; independent stages of one run may run side by side. */
    @SuppressWarnings("try") // the lock is held, not used
    private void runAlone(Stage stage, Provenance program) throws IOException {
        try (RunLock lock = RunLock.take(directory, stage.name())) {
            run(stage, program);
        }
    }

    private void run(Stage stage, Provenance program) throws IOException {
        boolean resume = isResumable(stage);
        LOG.info("{} {}", stage.name(), resume ? "goes on after its last checkpoint" : "starts");
        Instant started = Instant.now();
        directory.begin(stage.name(), file.resolved(), resume);
        boolean finished = false;
        try {
            Map<String, Object> summary = stage.run(
                    new StageContext(spark.session(), file.config(), directory, directory.stage(stage.name())));
            Instant ended = Instant.now();
            directory.finish(
                    stage.name(),
                    new RunRecord(
                            stage.name(),
                            directory.runId(),
                            file.config().seed(),
                            program,
                            spark.session().version(),
                            spark.session().sparkContext().master(),
                            started,
                            ended,
                            directory.digest("prepare", "manifest.json"),
                            summary));
            finished = true;
            if (LOG.isInfoEnabled()) {
                double seconds = Duration.between(started, ended).toMillis() / 1000.0;
                LOG.info("{} finished in {} s", stage.name(), String.format(Locale.ROOT, "%.1f", seconds));
            }
        } finally {
            if (!finished && !isBrokenOff(stage)) {
                directory.remove(stage.name());
            }
        }
    }

    /** Checks whatever can be known before the start; returns the stages to run. */
    private List<Stage> check(List<Stage> stages) {
        directory.requireWritable();
        List<Stage> pending = pending(stages);
        if (!pending.isEmpty()) {
            ClusterCheck.requireSharedOutput(spark.settings(), directory.root().toUri());
        }
        Configuration hadoop = spark.hadoop();
        for (Stage stage : stages) {
            for (String need : stage.needs()) {
                if (!stages.contains(Stages.named(need))) {
                    requireFinished(stage, need);
                }
            }
            if (!pending.contains(stage) || isResumable(stage)) {
                directory.requireSameSettings(stage.name(), file.resolved(), Stages.settings(stage));
            }
            if (pending.contains(stage)) {
                stage.check(file.config(), hadoop, spark.settings());
            }
        }
        return pending;
    }

    /** The stages that are not finished, and those that read what these will write. */
    private List<Stage> pending(List<Stage> stages) {
        List<Stage> unfinished = stages.stream()
                .filter(stage -> overwrite || directory.state(stage.name()) != RunDirectory.State.FINISHED)
                .toList();
        List<String> names = Stages.withDependants(unfinished);
        return stages.stream().filter(stage -> names.contains(stage.name())).toList();
    }

    private void requireFinished(Stage stage, String need) {
        if (directory.state(need) != RunDirectory.State.FINISHED) {
            throw DahlquistException.config(
                    "%s reads what %s writes, and %s is not finished in %s; run 'dahlquist %s' first, or"
                            + " 'dahlquist pipeline' for all",
                    stage.name(), need, need, directory.root(), need);
        }
        directory.requireSameSettings(need, file.resolved(), Stages.settings(Stages.named(need)));
    }

    private boolean isResumable(Stage stage) {
        return !overwrite && isBrokenOff(stage);
    }

    /** Whether the stage was started and left something to go on from. */
    private boolean isBrokenOff(Stage stage) {
        return !stage.resumesFrom().isEmpty()
                && directory.state(stage.name()) == RunDirectory.State.STARTED
                && directory.holds(stage.name(), stage.resumesFrom());
    }

    private String intention(Stage stage, List<Stage> pending) {
        if (!pending.contains(stage)) {
            return "finished";
        }
        return isResumable(stage) ? "resume" : "run";
    }
}
