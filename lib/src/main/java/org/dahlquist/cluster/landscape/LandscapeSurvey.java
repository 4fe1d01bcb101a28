package org.dahlquist.cluster.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.landscape.Axis;
import org.dahlquist.landscape.FilterDirection;
import org.dahlquist.landscape.Flatness;
import org.dahlquist.landscape.HessianProduct;
import org.dahlquist.landscape.Landscape;
import org.dahlquist.landscape.LargestEigenvalues;
import org.dahlquist.landscape.Line;
import org.dahlquist.landscape.ParameterLayout;
import org.dahlquist.landscape.Passage;
import org.dahlquist.landscape.Plane;
import org.dahlquist.landscape.PointLoss;
import org.dahlquist.landscape.Sharpness;
import org.dahlquist.landscape.Spectrum;
import org.dahlquist.onednn.Precision;
import org.dahlquist.run.LandscapeConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.training.Compute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Examines the surroundings of one trained network; the same seed gives the same samples and Gaussian numbers for all. */
final class LandscapeSurvey {
    private static final Logger LOG = LoggerFactory.getLogger(LandscapeSurvey.class);
    private static final int LOGGED_PRODUCTS = 5;

    private final JavaSparkContext spark;
    private final RunConfig config;
    private final LandscapeConfig wanted;
    private final String run;
    private final byte[] model;
    private final LandscapeSamples samples;
    private final ParameterLayout layout;
    private final float[] parameters;

    LandscapeSurvey(JavaSparkContext spark, RunConfig config, LoadedModel loaded, LandscapeSamples samples) {
        this.spark = spark;
        this.config = config;
        this.wanted = config.landscape();
        this.run = loaded.run();
        this.model = loaded.zip();
        this.layout = loaded.layout();
        this.parameters = loaded.parameters();
        this.samples = samples;
    }

    /**
     * A network as the driver knows it.
     *
     * @param run id of the run
     * @param zip its model zip
     * @param layout of the flat parameters
     * @param parameters their values
     */
    record LoadedModel(String run, byte[] zip, ParameterLayout layout, float[] parameters) {}

    /** Slice, surface, sharpness and eigenvalues. */
    Landscape survey() {
        double[] sliceAxis = Axis.around(wanted.slice().points(), wanted.slice().range());
        double[] surfaceAxis = wanted.surface().points() == 0
                ? new double[0]
                : Axis.around(wanted.surface().points(), wanted.surface().range());
        try (SectionLosses losses = new SectionLosses(spark, model, samples)) {
            List<PointLoss> slice =
                    losses.at(new Plane(parameters, new float[][] {direction(0)}), points(sliceAxis), run + ": slice");
            PointLoss centre = slice.get(sliceAxis.length / 2);
            LOG.info("{}: loss {}, accuracy {} on {} samples", run, centre.loss(), centre.top1(), samples.samples());
            List<PointLoss> surface = surfaceAxis.length == 0
                    ? List.of()
                    : losses.at(
                            new Plane(parameters, new float[][] {direction(0), direction(1)}),
                            grid(surfaceAxis),
                            run + ": surface");
            Sharpness sharpness = sharpness(losses, centre);
            Flatness flatness = new Flatness(centre, sharpness, spectrum());
            return new Landscape(run, sliceAxis, slice, surfaceAxis, surface, flatness);
        }
    }

    /** Losses on the way to another network of the same layout. */
    Passage passage(LoadedModel other) {
        double[] axis = Axis.unit(wanted.linePoints());
        try (SectionLosses losses = new SectionLosses(spark, model, samples)) {
            List<PointLoss> found = losses.at(
                    new Line(parameters, other.parameters()), points(axis), "line from " + run + " to " + other.run());
            return new Passage(run, other.run(), axis, found);
        }
    }

    private Sharpness sharpness(SectionLosses losses, PointLoss centre) {
        double epsilon = wanted.sharpness().epsilon();
        int directions = wanted.sharpness().directions();
        double[] places = Sharpness.places(epsilon, wanted.sharpness().steps());
        float[][] drawn = new float[directions][];
        List<double[]> points = new ArrayList<>();
        for (int d = 0; d < directions; d++) {
            drawn[d] = direction(d);
            for (double place : places) {
                double[] point = new double[directions];
                point[d] = place;
                points.add(point);
            }
        }
        List<PointLoss> found = losses.at(new Plane(parameters, drawn), points, run + ": sharpness");
        List<double[]> rows = new ArrayList<>();
        for (int d = 0; d < directions; d++) {
            rows.add(found.subList(d * places.length, (d + 1) * places.length).stream()
                    .mapToDouble(PointLoss::loss)
                    .toArray());
        }
        Sharpness sharpness = Sharpness.of(epsilon, centre.loss(), rows);
        LOG.info("{}: sharpness {} within {}", run, sharpness.max(), epsilon);
        return sharpness;
    }

    /** On minibatches as large as a worker's in training, whose statistics batch normalisation uses. */
    private Optional<Spectrum> spectrum() {
        LandscapeConfig.Hessian hessian = wanted.hessian();
        if (hessian.eigenvalues() == 0) {
            return Optional.empty();
        }
        LandscapeSamples minibatches =
                samples.withBatchSize(config.train().averaging().batchSizePerWorker());
        Compute compute = new Compute(config.train().kernels(), Precision.FLOAT32);
        double[] point = new double[parameters.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = parameters[i];
        }
        try (DistributedGradient gradient =
                new DistributedGradient(spark, model, minibatches, compute, spark.defaultParallelism())) {
            HessianProduct product =
                    HessianProduct.forFloat32(gradient, point, layout.withoutStatistics(point.clone()));
            int[] products = {0};
            Spectrum spectrum = LargestEigenvalues.of(
                    vector -> {
                        double[] result = product.apply(vector);
                        if (++products[0] % LOGGED_PRODUCTS == 0) {
                            LOG.info(
                                    "{}: Hessian, {} of at most {} products",
                                    run,
                                    products[0],
                                    hessian.maxIterations());
                        }
                        return result;
                    },
                    this::start,
                    hessian.eigenvalues(),
                    hessian.maxIterations(),
                    hessian.tolerance());
            LOG.info(
                    "{}: largest eigenvalue {} after {} products{}",
                    run,
                    spectrum.largest().get(0).value(),
                    spectrum.products(),
                    spectrum.converged() ? "" : ", not converged: raise landscape.hessian.max-iterations");
            return Optional.of(spectrum);
        }
    }

    private float[] direction(int number) {
        return FilterDirection.random(layout, parameters, Seeds.mix(config.seed(), "landscape direction", number));
    }

    private double[] start(int number) {
        SplittableRandom random = new SplittableRandom(Seeds.mix(config.seed(), "landscape hessian", number));
        double[] start = new double[layout.length()];
        for (int i = 0; i < start.length; i++) {
            start[i] = random.nextGaussian();
        }
        return layout.withoutStatistics(start);
    }

    private static List<double[]> points(double[] axis) {
        List<double[]> points = new ArrayList<>();
        for (double place : axis) {
            points.add(new double[] {place});
        }
        return points;
    }

    private static List<double[]> grid(double[] axis) {
        List<double[]> points = new ArrayList<>();
        for (double a : axis) {
            for (double b : axis) {
                points.add(new double[] {a, b});
            }
        }
        return points;
    }
}
