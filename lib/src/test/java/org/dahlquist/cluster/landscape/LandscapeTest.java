package org.dahlquist.cluster.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.LocalSpark;
import org.dahlquist.cluster.SmallDataset;
import org.dahlquist.cluster.evaluation.DistributedEvaluation;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.cluster.training.NetworkState;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.landscape.Axis;
import org.dahlquist.landscape.FilterDirection;
import org.dahlquist.landscape.Landscape;
import org.dahlquist.landscape.Line;
import org.dahlquist.landscape.ParameterLayout;
import org.dahlquist.landscape.Plane;
import org.dahlquist.landscape.PointLoss;
import org.dahlquist.landscape.TinyNetwork;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.RunFile;
import org.dahlquist.training.Checkpoint;
import org.dahlquist.training.Compute;
import org.dahlquist.training.Evaluation;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class LandscapeTest {
    private static final long SEED = 11;

    @TempDir
    private static java.nio.file.Path folder;

    private static SparkSession session;
    private static JavaSparkContext spark;
    private static Path prepared;
    private static Manifest manifest;

    private final ComputationGraph network = TinyNetwork.rectified(SEED);
    private final float[] model = network.params().reshape(-1).toFloatVector();
    private final float[] direction = FilterDirection.random(ParameterLayout.of(network), model, SEED);

    @BeforeAll
    static void prepare() {
        session = LocalSpark.start(2);
        spark = new JavaSparkContext(session.sparkContext());
        prepared = new Path(folder.resolve("prepared").toUri());
        manifest = SmallDataset.write(prepared);
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @Test
    void lossesOnASliceAreThoseOfTheNetworkWithTheMovedParameters() throws IOException {
        LandscapeSamples samples = samples(Split.TRAIN, 60);
        List<double[]> places = List.of(new double[] {-0.7}, new double[] {0}, new double[] {1.3});

        List<PointLoss> losses = slice(samples, places, 3);

        Plane plane = new Plane(model, new float[][] {direction});
        for (int i = 0; i < places.size(); i++) {
            Evaluation expected = directly(plane.at(places.get(i)), samples);
            assertThat(losses.get(i).loss())
                    .as("at %s, seed %d", places.get(i)[0], SEED)
                    .isCloseTo(expected.loss(), within(1e-5));
            assertThat(losses.get(i).top1()).isEqualTo(expected.top1());
        }
        assertThat(losses.get(2).loss()).isNotCloseTo(losses.get(0).loss(), within(1e-3));
    }

    @Test
    void theNumberOfTasksChangesNothing() throws IOException {
        LandscapeSamples samples = samples(Split.TRAIN, 60);
        List<double[]> places =
                Arrays.stream(Axis.around(9, 1)).mapToObj(t -> new double[] {t}).toList();

        assertThat(slice(samples, places, 2)).isEqualTo(slice(samples, places, 1));
        assertThat(gradient(samples, 2)).isEqualTo(gradient(samples, 1));
    }

    @Test
    void theCentreOnTheWholeTestPartIsTheEvaluation() throws IOException {
        LandscapeSamples samples = samples(Split.TEST, 0);
        Evaluation expected =
                DistributedEvaluation.evaluate(spark, part(Split.TEST), Checkpoint.modelBytes(network), 16);

        PointLoss centre = slice(samples, List.of(new double[] {0}), 1).get(0);

        assertThat(samples.samples()).isEqualTo(SmallDataset.TEST);
        assertThat(centre.loss()).isCloseTo(expected.loss(), within(1e-6));
        assertThat(centre.top1()).isEqualTo(expected.top1());
    }

    @Test
    void theLineBetweenTwoModelsEndsInTheirLosses() throws IOException {
        ComputationGraph other = TinyNetwork.rectified(SEED + 100);
        float[] to = other.params().reshape(-1).toFloatVector();
        LandscapeSamples samples = samples(Split.TRAIN, 0);
        List<PointLoss> line;
        try (SectionLosses losses = new SectionLosses(spark, Checkpoint.modelBytes(network), samples)) {
            line = losses.at(
                    new Line(model, to), List.of(new double[] {0}, new double[] {0.5}, new double[] {1}), "line", 2);
        }

        PointLoss here = slice(samples, List.of(new double[] {0}), 1).get(0);
        assertThat(line.get(0)).isEqualTo(here);
        try (SectionLosses losses = new SectionLosses(spark, Checkpoint.modelBytes(other), samples)) {
            PointLoss there = losses.at(new Plane(to, new float[][] {direction}), List.of(new double[] {0}), "other", 1)
                    .get(0);
            assertThat(line.get(2)).isEqualTo(there).isNotEqualTo(here);
        }
    }

    @Test
    void theGradientIsTheMeanOverAllSamplesWhateverTheMinibatches() throws IOException {
        LandscapeSamples samples = samples(Split.TRAIN, 0);
        double[] expected = new double[model.length];
        for (int index = 0; index < samples.count(); index++) {
            DataSet minibatch = samples.get(index);
            network.setInput(0, minibatch.getFeatures());
            network.setLabels(minibatch.getLabels());
            network.computeGradientAndScore();
            INDArray flat = network.getFlattenedGradients();
            for (int i = 0; i < expected.length; i++) {
                expected[i] += flat.getDouble(i) / samples.samples();
            }
        }
        ParameterLayout.of(network).withoutStatistics(expected);

        double[] actual = gradient(samples, 2);

        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("value %d, seed %d", i, SEED).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void aStudyOfTwoRunsWritesTablesAndPlotsOfBoth() throws IOException {
        List<LandscapeSubject> subjects =
                List.of(subject("one", TinyNetwork.rectified(SEED)), subject("two", TinyNetwork.rectified(SEED + 100)));
        java.nio.file.Path output = folder.resolve("landscape");
        RunConfig config = RunFile.read(
                        new File("../conf/runs/quickstart.conf"),
                        List.of(
                                "landscape.samples=40",
                                "landscape.slice.points=5",
                                "landscape.surface.points=3",
                                "landscape.line.points=3",
                                "landscape.sharpness.directions=2",
                                "landscape.hessian.eigenvalues=2",
                                "landscape.hessian.max-iterations=8"))
                .config();

        List<Landscape> found = new LandscapeStudy(spark, config, new Path(output.toUri())).run(subjects);

        assertThat(Files.readAllLines(output.resolve("slice-1d.csv")))
                .hasSize(1 + 2 * 5)
                .contains("run,t,loss,top1");
        assertThat(Files.readAllLines(output.resolve("surface.csv"))).hasSize(1 + 2 * 9);
        assertThat(Files.readAllLines(output.resolve("line.csv"))).hasSize(1 + 3);
        assertThat(Files.readAllLines(output.resolve("flatness.csv")))
                .hasSize(3)
                .first()
                .asString()
                .contains("lambda_1,residual_1,lambda_2,residual_2");
        JsonNode json =
                new ObjectMapper().readTree(output.resolve("flatness.json").toFile());
        assertThat(json.at("/runs/1/run").asText()).isEqualTo("two");
        assertThat(json.at("/runs/1/eigenvalues/0/value").asDouble())
                .isEqualTo(found.get(1)
                        .flatness()
                        .spectrum()
                        .orElseThrow()
                        .largest()
                        .get(0)
                        .value());
        for (String plot : List.of("slice-1d.png", "surface.png", "line.png")) {
            assertThat(ImageIO.read(output.resolve(plot).toFile()).getWidth()).isGreaterThan(1000);
        }
        Landscape one = found.get(0);
        assertThat(one.slice().get(2))
                .as("the middles of slice and surface are the network")
                .isEqualTo(one.surface().get(4))
                .isEqualTo(one.flatness().centre());
        assertThat(one.flatness().sharpness().rises()).hasSize(2);
    }

    @Test
    void runsOnOtherDataAreNotCompared() throws IOException {
        Path other = new Path(folder.resolve("other").toUri());
        Manifest small = SmallDataset.write(other);
        new Manifest(
                        small.schemaVersion(),
                        "another",
                        small.shape(),
                        small.labels(),
                        small.mean(),
                        small.std(),
                        small.seed(),
                        small.sources(),
                        small.train(),
                        small.test())
                .write(new Configuration(), other);
        LandscapeSubject one = subject("here", network);
        LandscapeSubject two = new LandscapeSubject("there", other, one.model());
        RunConfig config = RunFile.read(new File("../conf/runs/quickstart.conf"), List.of())
                .config();

        assertThatThrownBy(() -> new LandscapeStudy(spark, config, new Path(folder.toUri())).run(List.of(one, two)))
                .hasMessageStartingWith("CONFIG")
                .hasMessageContaining("100 train samples of small and there has 100 of another");
    }

    private static LandscapeSubject subject(String run, ComputationGraph network) throws IOException {
        Path model = new Path(folder.resolve(run + ".zip").toUri());
        Checkpoint.writeModel(new Configuration(), network, model);
        return new LandscapeSubject(run, prepared, model);
    }

    private List<PointLoss> slice(LandscapeSamples samples, List<double[]> places, int tasks) throws IOException {
        try (SectionLosses losses = new SectionLosses(spark, Checkpoint.modelBytes(network), samples)) {
            return losses.at(new Plane(model, new float[][] {direction}), places, "slice", tasks);
        }
    }

    private double[] gradient(LandscapeSamples samples, int tasks) throws IOException {
        double[] point = new double[model.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = model[i];
        }
        try (DistributedGradient gradient =
                new DistributedGradient(spark, Checkpoint.modelBytes(network), samples, Compute.DEFAULT, tasks)) {
            return gradient.at(point);
        }
    }

    private static Evaluation directly(float[] parameters, LandscapeSamples samples) {
        ComputationGraph moved = TinyNetwork.rectified(SEED);
        NetworkState.write(moved, parameters, false);
        Evaluation evaluation = new Evaluation(3);
        for (int index = 0; index < samples.count(); index++) {
            DataSet minibatch = samples.get(index);
            INDArray scores = moved.outputSingle(false, minibatch.getFeatures());
            int[] labels = minibatch.getLabels().argMax(1).toIntVector();
            for (int row = 0; row < labels.length; row++) {
                evaluation.add(labels[row], scores.getRow(row).toFloatVector());
            }
        }
        return evaluation;
    }

    private static LandscapeSamples samples(Split split, int limit) {
        return LandscapeSamples.draw(part(split), SEED, limit, 16);
    }

    private static PreparedSplit part(Split split) {
        return PreparedSplit.of(new Configuration(), PreparedData.of(prepared), split, manifest);
    }
}
