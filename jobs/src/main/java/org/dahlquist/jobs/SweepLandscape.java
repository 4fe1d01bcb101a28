package org.dahlquist.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.cluster.landscape.LandscapeStudy;
import org.dahlquist.cluster.landscape.LandscapeSubject;
import org.dahlquist.landscape.Flatness;
import org.dahlquist.landscape.Landscape;
import org.dahlquist.run.RunConfig;
import org.dahlquist.sweep.Cell;
import org.dahlquist.sweep.CellResult;
import org.dahlquist.sweep.FlatnessTable;
import org.dahlquist.sweep.SweepResults;
import org.dahlquist.training.Checkpoint;

/**
 * Examines the loss surfaces of a sweep's networks side by side: the same samples, and the same random numbers, whatever
 * the cells' seeds. Writes {@code landscape/} and flatness.csv in the sweep's directory.
 */
final class SweepLandscape {
    /** The file with the figures by setting. */
    static final String FLATNESS = "flatness.csv";

    private static final String FOLDER = "landscape";

    private final JavaSparkContext spark;
    private final Path root;

    /** A study in a sweep's directory. */
    SweepLandscape(JavaSparkContext spark, Path root) {
        this.spark = spark;
        this.root = root;
    }

    /** Whether it has been done. */
    boolean isFinished() throws IOException {
        Path file = new Path(root, FLATNESS);
        return file.getFileSystem(spark.hadoopConfiguration()).exists(file);
    }

    /** Examines the networks of all cells that finished. */
    void run(SweepResults results) throws IOException {
        List<Cell> cells = results.sweep().cells().stream()
                .filter(cell -> results.result(cell)
                        .map(result -> result.status() == CellResult.Status.FINISHED)
                        .orElse(false))
                .toList();
        if (cells.isEmpty()) {
            return;
        }
        RunConfig config = cells.get(0).run().config();
        Path folder = new Path(root, FOLDER);
        folder.getFileSystem(spark.hadoopConfiguration()).mkdirs(folder);
        List<Landscape> found = new LandscapeStudy(spark, config, folder)
                .run(cells.stream().map(this::subject).toList());
        Map<String, Flatness> flatness = new HashMap<>();
        found.forEach(landscape -> flatness.put(landscape.run(), landscape.flatness()));
        String csv = new FlatnessTable(results.sweep(), flatness).csv();
        Checkpoint.replace(spark.hadoopConfiguration(), new Path(root, FLATNESS), csv.getBytes(StandardCharsets.UTF_8));
    }

    private LandscapeSubject subject(Cell cell) {
        return new LandscapeSubject(
                cell.id(),
                new Path(root, "data/" + cell.data().id() + "/prepare"),
                new Path(root, "cells/" + cell.id() + "/model.zip"));
    }
}
