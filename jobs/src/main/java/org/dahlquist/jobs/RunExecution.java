package org.dahlquist.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;
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
        check(stages);
        out.printf("run %s in %s%n%n", directory.runId(), directory.root());
        for (Stage stage : stages) {
            String inputs = stage.needs().isEmpty() ? "raw data" : String.join(", ", stage.needs());
            out.printf("  %-10s %-8s reads %s%n", stage.name(), intention(stage), inputs);
        }
        out.printf("%nsettings%n%n%s", file.resolved());
    }

    /** Runs what is not finished. */
    @SuppressWarnings("try") // the lock is held, not used
    void run(List<Stage> stages) throws IOException {
        check(stages);
        List<Stage> pending = new ArrayList<>();
        for (Stage stage : stages) {
            if (isToRun(stage)) {
                pending.add(stage);
            } else {
                LOG.info("{} is finished, skipped", stage.name());
            }
        }
        if (pending.isEmpty()) {
            return;
        }
        directory.create();
        try (RunLock lock = RunLock.take(directory)) {
            if (overwrite) {
                Stages.withDependants(pending).forEach(directory::remove);
            }
            Provenance program = Provenance.current();
            for (Stage stage : pending) {
                run(stage, program);
            }
        } finally {
            directory.removeIfEmpty();
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
            if (!finished && !isResumable(stage)) {
                directory.remove(stage.name());
            }
        }
    }

    private void check(List<Stage> stages) {
        directory.requireWritable();
        Set<String> selected = new LinkedHashSet<>();
        Configuration hadoop = spark.hadoop();
        for (Stage stage : stages) {
            for (String need : stage.needs()) {
                if (!selected.contains(need)) {
                    requireFinished(stage, need);
                }
            }
            selected.add(stage.name());
            boolean kept =
                    !overwrite && (directory.state(stage.name()) == RunDirectory.State.FINISHED || isResumable(stage));
            if (kept) {
                directory.requireSameSettings(stage.name(), file.resolved(), Stages.settings(stage));
            }
            if (isToRun(stage)) {
                stage.check(file.config(), hadoop);
            }
        }
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

    private boolean isToRun(Stage stage) {
        return overwrite || directory.state(stage.name()) != RunDirectory.State.FINISHED;
    }

    private boolean isResumable(Stage stage) {
        return !stage.resumesFrom().isEmpty()
                && directory.state(stage.name()) == RunDirectory.State.STARTED
                && directory.holds(stage.name(), stage.resumesFrom());
    }

    private String intention(Stage stage) {
        if (!isToRun(stage)) {
            return "finished";
        }
        return !overwrite && isResumable(stage) ? "resume" : "run";
    }
}
