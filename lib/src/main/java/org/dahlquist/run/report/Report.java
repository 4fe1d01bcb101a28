package org.dahlquist.run.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;

/**
 * The report of one run: {@code report.html}, each of its plots as a PNG file, and {@code summary.csv}.
 *
 * <p>The page holds its style and pictures itself: it needs no network and no script, follows the reader's light or
 * dark theme, and prints. A stage that has not run is named as missing; it does not stop the report.
 */
public final class Report {
    private static final String STYLESHEET = "report.css";

    private Report() {}

    /**
     * Reads a run's files and writes its report.
     *
     * @param hadoop settings of the file systems
     * @param runDirectory {@code <out>/<run-id>}, on any Hadoop file system; only read
     * @param misclassified test images the softmax got wrong; at most {@value MisclassifiedGrid#MOST_IMAGES} are
     *     shown, the most confident ones, so more need not be collected
     * @param shape shape of those images
     * @param output directory to write to, made if absent; files of the same names are replaced
     * @return path of {@code report.html}
     * @throws IOException if a file cannot be read or written
     * @throws DahlquistException if the run directory does not exist, or a file or image in it is damaged
     */
    public static Path write(
            Configuration hadoop, Path runDirectory, List<Misclassified> misclassified, ImageShape shape, Path output)
            throws IOException {
        RunSummary run = RunSummary.read(hadoop, runDirectory);
        MisclassifiedGrid grid = new MisclassifiedGrid(misclassified, shape, run.labels());
        Map<String, byte[]> plots = plots(run, grid);
        FileSystem files = output.getFileSystem(hadoop);
        files.mkdirs(output);
        for (Map.Entry<String, byte[]> plot : plots.entrySet()) {
            write(files, new Path(output, plot.getKey() + ".png"), plot.getValue());
        }
        write(files, new Path(output, "summary.csv"), SummaryCsv.of(run).getBytes(StandardCharsets.UTF_8));
        Path page = new Path(output, "report.html");
        String html = new ReportPage(run, grid, plots, stylesheet()).html();
        write(files, page, html.getBytes(StandardCharsets.UTF_8));
        return page;
    }

    private static Map<String, byte[]> plots(RunSummary run, MisclassifiedGrid misclassified) {
        Map<String, byte[]> plots = new LinkedHashMap<>();
        if (!run.epochs().isEmpty()) {
            plots.put("loss", Plots.png(Plots.image(Plots.loss(run.epochs()))));
            plots.put("accuracy", Plots.png(Plots.image(Plots.accuracy(run.epochs()))));
            plots.put("learning-rate", Plots.png(Plots.image(Plots.learningRate(run.epochs()))));
            plots.put("throughput", Plots.png(Plots.image(Plots.throughput(run.epochs()))));
        }
        run.evaluation().ifPresent(result -> plots.put("confusion", Plots.png(ConfusionImage.draw(result))));
        run.wnll().ifPresent(result -> plots.putAll(GraphPlots.draw(result)));
        if (!run.labelStudy().isEmpty()) {
            plots.put("labels", LabelPlot.draw(run.labelStudy()));
        }
        RobustnessPlots.draw(run.robustness()).forEach((name, png) -> plots.put("robustness-" + name, png));
        if (!misclassified.samples().isEmpty()) {
            plots.put("misclassified", Plots.png(misclassified.draw()));
        }
        return plots;
    }

    private static String stylesheet() {
        try (InputStream in = Report.class.getResourceAsStream(STYLESHEET)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damagedJar) {
            throw new UncheckedIOException(damagedJar);
        }
    }

    private static void write(FileSystem files, Path path, byte[] content) throws IOException {
        try (OutputStream out = files.create(path, true)) {
            out.write(content);
        }
    }
}
