package org.dahlquist.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.cluster.ClusterCheck;
import org.dahlquist.cluster.sweep.DistributedSweep;
import org.dahlquist.run.Provenance;
import org.dahlquist.run.RunDirectory;
import org.dahlquist.run.RunLock;
import org.dahlquist.run.report.EpochMetrics;
import org.dahlquist.run.report.Plots;
import org.dahlquist.sweep.Cell;
import org.dahlquist.sweep.CellResult;
import org.dahlquist.sweep.NoisyScore;
import org.dahlquist.sweep.SweepData;
import org.dahlquist.sweep.SweepFile;
import org.dahlquist.sweep.SweepPlots;
import org.dahlquist.sweep.SweepResults;
import org.dahlquist.sweep.SweepTables;
import org.dahlquist.training.Checkpoint;
import org.knowm.xchart.XYChart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the cells of a sweep that are not finished, then writes tables and plots of all.
 *
 * <p>Below the sweep's directory: {@code data/<data-id>/prepare}, {@code cells/<cell-id>}, sweep.csv, table.csv, the
 * plots, and what {@link SweepLandscape} writes.
 */
final class SweepExecution {
    private static final Logger LOG = LoggerFactory.getLogger(SweepExecution.class);
    private static final List<String> CELL_SETTINGS = List.of("seed", "data", "network", "train");

    private final SweepFile sweep;
    private final RunDirectory directory;
    private final SparkLauncher spark;
    private final boolean overwrite;

    SweepExecution(SweepFile sweep, RunDirectory directory, SparkLauncher spark, boolean overwrite) {
        this.sweep = sweep;
        this.directory = directory;
        this.spark = spark;
        this.overwrite = overwrite;
    }

    /** Checks everything and prints what would be done; starts and writes nothing. */
    void plan(PrintWriter out) {
        List<Cell> pending = check();
        out.printf("sweep %s in %s%n%n", directory.runId(), directory.root());
        sweep.data().forEach(data -> out.printf("  %s%n", dataDirectory(data).root()));
        for (Cell cell : sweep.cells()) {
            out.printf("  %-8s %s%n", pending.contains(cell) ? "run" : "finished", directory.stage(stage(cell)));
        }
        out.printf(
                "%n%d of %d cells to run; %s vary%n",
                pending.size(), sweep.cells().size(), sweep.varying());
    }

    /** Runs what is not finished, whatever breaks on the way, and writes the tables. */
    @SuppressWarnings("try") // the lock is held, not used
    SweepResults run() throws IOException {
        List<Cell> pending = check();
        LOG.info(
                "{} of {} cells are finished",
                sweep.cells().size() - pending.size(),
                sweep.cells().size());
        directory.create();
        try (RunLock lock = RunLock.take(directory, "sweep")) {
            if (overwrite) {
                directory.remove("cells");
            }
            Map<String, CellResult> results = new HashMap<>();
            train(pending).forEach(result -> results.put(result.cell(), result));
            for (Cell cell : sweep.cells()) {
                if (!pending.contains(cell)) {
                    results.put(cell.id(), read(cell));
                }
            }
            warnOfMissingEvaluations(results);
            SweepResults all = new SweepResults(sweep, results);
            write(all);
            examine(all, !pending.isEmpty());
            return all;
        }
    }

    /** Looks at the loss surfaces, if that is wanted and not done. */
    private void examine(SweepResults results, boolean anew) throws IOException {
        if (sweep.landscape()) {
            SweepLandscape landscape = new SweepLandscape(
                    JavaSparkContext.fromSparkContext(spark.session().sparkContext()), directory.root());
            if (anew || !landscape.isFinished()) {
                landscape.run(results);
            }
        }
    }

    /** Cells finished before the sweep file asked for more. */
    private void warnOfMissingEvaluations(Map<String, CellResult> results) {
        List<String> wanted = sweep.noise().stream().map(SweepFile::label).toList();
        long lacking = results.values().stream()
                .filter(CellResult::isMeasured)
                .filter(result -> (sweep.evaluateTrain() && result.train() == null)
                        || !result.noise().stream()
                                .map(NoisyScore::noise)
                                .toList()
                                .containsAll(wanted))
                .count();
        if (lacking > 0) {
            LOG.warn(
                    "{} cells were finished before the sweep file asked for all these evaluations; their columns stay"
                            + " empty, --overwrite trains every cell again",
                    lacking);
        }
    }

    private List<CellResult> train(List<Cell> pending) throws IOException {
        if (pending.isEmpty()) {
            return List.of();
        }
        for (SweepData data : needed(pending)) {
            prepare(data).run(List.of(Stages.named("prepare")));
        }
        return new DistributedSweep(
                        JavaSparkContext.fromSparkContext(spark.session().sparkContext()),
                        cell -> dataDirectory(cell.data()).stage("prepare"),
                        cell -> directory.stage(stage(cell)),
                        sweep.noise(),
                        sweep.evaluateTrain(),
                        Provenance.current())
                .run(pending);
    }

    /** Checks whatever can be known before the start; returns the cells to run. */
    private List<Cell> check() {
        directory.requireWritable();
        ClusterCheck.requireSettings(spark.settings());
        List<Cell> pending = sweep.cells().stream()
                .filter(cell -> overwrite || directory.state(stage(cell)) != RunDirectory.State.FINISHED)
                .toList();
        if (!pending.isEmpty()) {
            ClusterCheck.requireSharedOutput(spark.settings(), directory.root().toUri());
        }
        for (Cell cell : sweep.cells()) {
            if (!pending.contains(cell)) {
                directory.requireSameSettings(stage(cell), cell.run().resolved(), CELL_SETTINGS);
            }
        }
        for (SweepData data : needed(pending)) {
            Stages.named("prepare").check(data.run().config(), spark.hadoop(), spark.settings());
        }
        return pending;
    }

    private static List<SweepData> needed(List<Cell> cells) {
        return cells.stream().map(Cell::data).distinct().toList();
    }

    private RunExecution prepare(SweepData data) {
        return new RunExecution(data.run(), dataDirectory(data), spark, overwrite);
    }

    private RunDirectory dataDirectory(SweepData data) {
        return new RunDirectory(spark.hadoop(), directory.stage("data").toString(), data.id());
    }

    private static String stage(Cell cell) {
        return "cells/" + cell.id();
    }

    private CellResult read(Cell cell) {
        String place = new Path(directory.stage(stage(cell)), CellResult.FILE).toString();
        return CellResult.parse(directory.text(stage(cell), CellResult.FILE), place);
    }

    private void write(SweepResults results) throws IOException {
        SweepTables tables = new SweepTables(results);
        write("sweep.conf", Files.readString(sweep.file().toPath()));
        write("sweep.csv", tables.cellsCsv());
        write("table.csv", tables.tableCsv());
        if (results.settings().stream().noneMatch(setting -> setting.test().count() > 0)) {
            return;
        }
        write("settings.png", SweepPlots.settings(results));
        write("learning-curves.png", SweepPlots.learningCurves(curves(results)));
        if (results.comparesMethods()) {
            write("correlations.csv", tables.correlationsCsv());
            write("stability.png", SweepPlots.stability(results));
        }
    }

    private Map<String, List<List<EpochMetrics>>> curves(SweepResults results) {
        Map<String, List<List<EpochMetrics>>> curves = new LinkedHashMap<>();
        for (Cell cell : sweep.cells()) {
            if (results.result(cell).map(CellResult::isMeasured).orElse(false)) {
                curves.computeIfAbsent(cell.setting(), setting -> new ArrayList<>())
                        .add(EpochMetrics.parse(directory.text(stage(cell), "metrics.csv"), stage(cell)));
            }
        }
        return curves;
    }

    private void write(String name, XYChart chart) throws IOException {
        write(name, Plots.png(Plots.image(chart)));
    }

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] content) throws IOException {
        Checkpoint.replace(spark.hadoop(), new Path(directory.root(), name), content);
    }
}
