package org.dahlquist.cluster.landscape;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.JsonFiles;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.cluster.training.NetworkState;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.landscape.Landscape;
import org.dahlquist.landscape.LandscapeTables;
import org.dahlquist.landscape.ParameterLayout;
import org.dahlquist.landscape.Passage;
import org.dahlquist.landscape.PointLoss;
import org.dahlquist.run.LandscapeConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.report.CurvePlot;
import org.dahlquist.run.report.Plots;
import org.dahlquist.run.report.SurfacePlot;
import org.dahlquist.training.Checkpoint;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines the loss surfaces of one or several trained networks on the same samples in the same way, as Spark jobs.
 *
 * <p>Losses and accuracies are taken without augmentation in inference mode and are never deformed. Random directions
 * come from the same Gaussian numbers for every run.
 */
public final class LandscapeStudy {
    private static final Logger LOG = LoggerFactory.getLogger(LandscapeStudy.class);

    private final JavaSparkContext spark;
    private final RunConfig config;
    private final Path output;

    /**
     * A study.
     *
     * @param spark the context
     * @param config what to examine, and the seed of every draw
     * @param output folder to write into
     */
    public LandscapeStudy(JavaSparkContext spark, RunConfig config, Path output) {
        this.spark = spark;
        this.config = config;
        this.output = output;
    }

    /**
     * Writes slice-1d.csv, surface.csv, line.csv, flatness.csv and flatness.json, and the first three as PNG, with the
     * same scales for all runs.
     *
     * @param subjects the run, then those compared to it
     * @return what was found, in their order
     * @throws DahlquistException if a dataset or model is missing, or the datasets differ
     */
    public List<Landscape> run(List<LandscapeSubject> subjects) {
        try {
            return examine(subjects);
        } catch (IOException e) {
            throw new UncheckedIOException("examining the loss surface failed", e);
        }
    }

    private List<Landscape> examine(List<LandscapeSubject> subjects) throws IOException {
        List<LandscapeSamples> samples = samples(subjects);
        List<LandscapeSurvey.LoadedModel> models = new ArrayList<>();
        List<Landscape> landscapes = new ArrayList<>();
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            models.add(loaded(subjects.get(i)));
            landscapes.add(new LandscapeSurvey(spark, config, models.get(i), samples.get(i)).survey());
        }
        LandscapeSurvey first = new LandscapeSurvey(spark, config, models.get(0), samples.get(0));
        for (LandscapeSurvey.LoadedModel other : models.subList(1, models.size())) {
            if (config.landscape().linePoints() > 0 && isSameNetwork(models.get(0), other)) {
                passages.add(first.passage(other));
            }
        }
        write(landscapes, passages, samples.get(0).samples());
        return landscapes;
    }

    private List<LandscapeSamples> samples(List<LandscapeSubject> subjects) {
        LandscapeConfig wanted = config.landscape();
        Configuration hadoop = spark.hadoopConfiguration();
        List<LandscapeSamples> samples = new ArrayList<>();
        Manifest first = null;
        for (LandscapeSubject subject : subjects) {
            Manifest manifest = Manifest.read(hadoop, subject.prepared());
            first = first == null ? manifest : first;
            boolean same = manifest.dataset().equals(first.dataset())
                    && manifest.split(wanted.part()).rows()
                            == first.split(wanted.part()).rows();
            if (!same) {
                throw DahlquistException.config(
                        "landscape.compare needs runs on the same data, but %s has %d %s samples of %s and %s has %d of"
                                + " %s; leave the one out, or prepare it with the same data settings",
                        subjects.get(0).run(),
                        first.split(wanted.part()).rows(),
                        wanted.part().key(),
                        first.dataset(),
                        subject.run(),
                        manifest.split(wanted.part()).rows(),
                        manifest.dataset());
            }
            PreparedData data = new PreparedData(subject.prepared(), config.input());
            PreparedSplit part = PreparedSplit.of(hadoop, data, wanted.part(), manifest);
            samples.add(LandscapeSamples.draw(part, config.seed(), wanted.samples(), config.batchSize()));
        }
        return samples;
    }

    private LandscapeSurvey.LoadedModel loaded(LandscapeSubject subject) throws IOException {
        byte[] zip = Checkpoint.readModel(spark.hadoopConfiguration(), subject.model());
        ComputationGraph network = Checkpoint.restoreModel(zip);
        return new LandscapeSurvey.LoadedModel(
                subject.run(), zip, ParameterLayout.of(network), NetworkState.parameters(network));
    }

    private static boolean isSameNetwork(LandscapeSurvey.LoadedModel one, LandscapeSurvey.LoadedModel other) {
        boolean same = one.layout().equals(other.layout());
        if (!same) {
            LOG.info("no line from {} to {}: their networks differ", one.run(), other.run());
        }
        return same;
    }

    private void write(List<Landscape> landscapes, List<Passage> passages, int samples) throws IOException {
        write("slice-1d.csv", LandscapeTables.slices(landscapes));
        write(
                "flatness.csv",
                LandscapeTables.flatness(
                        landscapes, samples, config.landscape().hessian().eigenvalues()));
        JsonFiles.write(
                spark.hadoopConfiguration(),
                new Path(output, "flatness.json"),
                new FlatnessSummary(
                        config.landscape().part().key(),
                        samples,
                        landscapes.stream()
                                .map(landscape -> FlatnessSummary.Run.of(landscape.run(), landscape.flatness()))
                                .toList()));
        write(
                "slice-1d.png",
                CurvePlot.draw(
                        "along a random direction",
                        landscapes.stream()
                                .map(found -> curve(found.run(), found.sliceAxis(), found.slice()))
                                .toList()));
        if (config.landscape().surface().points() > 0) {
            write("surface.csv", LandscapeTables.surfaces(landscapes));
            write(
                    "surface.png",
                    SurfacePlot.draw(
                            landscapes.stream().map(LandscapeStudy::panel).toList()));
        }
        if (!passages.isEmpty()) {
            write("line.csv", LandscapeTables.passages(passages));
            write(
                    "line.png",
                    CurvePlot.draw(
                            "on the line from " + passages.get(0).from(),
                            passages.stream()
                                    .map(found -> curve("to " + found.to(), found.axis(), found.losses()))
                                    .toList()));
        }
    }

    private static CurvePlot.Curve curve(String name, double[] axis, List<PointLoss> points) {
        return new CurvePlot.Curve(
                name,
                axis,
                points.stream().mapToDouble(PointLoss::loss).toArray(),
                points.stream().mapToDouble(PointLoss::top1).toArray());
    }

    private static SurfacePlot.Panel panel(Landscape landscape) {
        int side = landscape.surfaceAxis().length;
        double[][] losses = new double[side][side];
        for (int i = 0; i < side * side; i++) {
            losses[i / side][i % side] = landscape.surface().get(i).loss();
        }
        return new SurfacePlot.Panel(landscape.run(), landscape.surfaceAxis(), losses);
    }

    private void write(String name, String text) throws IOException {
        Checkpoint.replace(spark.hadoopConfiguration(), new Path(output, name), text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, BufferedImage image) throws IOException {
        Checkpoint.replace(spark.hadoopConfiguration(), new Path(output, name), Plots.png(image));
    }
}
