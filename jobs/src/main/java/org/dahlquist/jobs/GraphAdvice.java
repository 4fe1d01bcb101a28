package org.dahlquist.jobs;

import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.DataConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.RunDirectory;
import org.dahlquist.scaling.GraphCluster;
import org.dahlquist.scaling.GraphCost;
import org.dahlquist.scaling.InterpolationCost;
import org.dahlquist.scaling.KernelRate;

/** What {@code --dry-run} says about graph and interpolation: time, memory and bytes, under assumptions that it names. */
final class GraphAdvice {
    private static final double ASSUMED_BYTES_PER_SECOND = 1.25e9;
    private static final double MEBIBYTE = 1 << 20;

    private GraphAdvice() {}

    /** Points of both parts and their dimension. */
    private record Size(long labelled, long unlabelled, int classes, int dimension) {}

    /** The prediction for a run; says so where the dataset's size isn't known before it is prepared. */
    static String of(RunConfig config, RunDirectory directory, Configuration hadoop, SparkConf spark) {
        Optional<Size> known = size(config, directory, hadoop);
        if (known.isEmpty()) {
            return String.format("graph: predicted once the dataset is prepared%n");
        }
        Size size = known.get();
        GraphCost whole = GraphCost.of(
                size.labelled(),
                size.unlabelled(),
                size.dimension(),
                config.neighbours(),
                config.graph().blockRows());
        GraphCost cost = config.graph().reuse().isEmpty() ? whole : whole.reusing();
        InterpolationCost interpolation =
                new InterpolationCost(size.labelled(), size.unlabelled(), size.classes(), config.neighbours());
        GraphCluster cluster = cluster(spark);
        return String.format(
                Locale.ROOT,
                "graph: %,d labelled and %,d unlabelled points with %,d features: about %s; an executor needs %,.0f MiB of"
                        + " heap, reads features once with %,.0f MiB, and reads %,.0f MB%n"
                        + "interpolation: about %s; driver %,.0f MiB%n"
                        + "  (predicted for %d x %d cores with %,.0f MiB at %.0f GFLOP/s and %.2f ns a pair, 10 Gbit/s;"
                        + " 'dahlquist bench graph' measures these)%n",
                size.labelled(),
                size.unlabelled(),
                size.dimension(),
                time(cost.seconds(cluster, KernelRate.MEASURED)),
                cost.leastHeapBytes(cluster.cores()) / MEBIBYTE,
                cost.wantedHeapBytes(cluster.cores()) / MEBIBYTE,
                cost.bytesRead(cluster) * 1e-6,
                time(interpolation.seconds(cluster)),
                interpolation.driverBytes() / MEBIBYTE,
                cluster.executors(),
                cluster.cores(),
                cluster.heapBytes() / MEBIBYTE,
                KernelRate.MEASURED.gigaflops(),
                KernelRate.MEASURED.pairNanoseconds());
    }

    /** A time in a unit that fits. */
    static String time(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds < 6000
                ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    private static GraphCluster cluster(SparkConf spark) {
        String master = spark.get("spark.master", "local[*]");
        if (master.startsWith("local") && !master.startsWith("local-cluster")) {
            String threads = master.replaceAll("^local\\[?|[,\\]].*$", "");
            int cores = threads.equals("*")
                    ? Runtime.getRuntime().availableProcessors()
                    : threads.isEmpty() ? 1 : Integer.parseInt(threads);
            return new GraphCluster(1, cores, Runtime.getRuntime().maxMemory(), ASSUMED_BYTES_PER_SECOND);
        }
        return new GraphCluster(
                spark.getInt("spark.executor.instances", 2),
                Math.max(1, spark.getInt("spark.executor.cores", 1) / spark.getInt("spark.task.cpus", 1)),
                spark.getSizeAsMb("spark.executor.memory", "1g") << 20,
                ASSUMED_BYTES_PER_SECOND);
    }

    /** From the prepared dataset, else from what the dataset's kind has. */
    private static Optional<Size> size(RunConfig config, RunDirectory directory, Configuration hadoop) {
        if (!directory.digest("prepare", "manifest.json").isEmpty()) {
            Path prepared = directory.stage("prepare");
            Manifest manifest = Manifest.read(hadoop, prepared);
            int dimension = NetworkSpec.of(config.network(), manifest.classes(), manifest.shape())
                    .featureCount();
            return Optional.of(
                    new Size(manifest.train().rows(), manifest.test().rows(), manifest.classes(), dimension));
        }
        DataConfig data = config.data();
        String name = data.dataset().name();
        if (data.dataset() == DataConfig.Dataset.SHAPES) {
            return Optional.of(
                    limited(config, data.shapes().train(), data.shapes().test(), 10, new ImageShape(3, 32, 32)));
        }
        if (name.startsWith("CIFAR")) {
            return Optional.of(
                    limited(config, 50_000, 10_000, name.equals("CIFAR100") ? 100 : 10, new ImageShape(3, 32, 32)));
        }
        return name.contains("MNIST")
                ? Optional.of(limited(config, 60_000, 10_000, 10, new ImageShape(1, 28, 28)))
                : Optional.empty();
    }

    private static Size limited(RunConfig config, int train, int test, int classes, ImageShape image) {
        int mostTrain = config.data().trainLimit();
        int mostTest = config.data().testLimit();
        return new Size(
                mostTrain == 0 ? train : Math.min(train, mostTrain),
                mostTest == 0 ? test : Math.min(test, mostTest),
                classes,
                NetworkSpec.of(config.network(), classes, image).featureCount());
    }
}
