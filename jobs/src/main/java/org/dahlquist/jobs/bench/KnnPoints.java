package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import picocli.CommandLine.Option;

/** Whose neighbours are searched for: one of made-up features, features of a network, or pixels. */
final class KnnPoints {
    @Option(
            names = "--sizes",
            split = ",",
            description = "points x made-up features (default: 5000x64,60000x64,30000x512); mllib-lsh takes part up to"
                    + " 5,000 points")
    private List<String> sizes = List.of("5000x64", "60000x64", "30000x512");

    @Option(
            names = "--features",
            description = "instead: folder of feature shards that 'embed' has written, such as runs/ID/embed/train")
    private Path features;

    @Option(
            names = "--growth",
            split = ",",
            description = "instead: numbers of points of 64 made-up features, such as 30000,60000,120000,240000, by us"
                    + " alone, beside what the cost model predicts")
    private List<Integer> growth = List.of();

    @Option(names = "--data", description = "instead: folder of MNIST's files; all its pixels, by us and scikit-learn")
    private Path data;

    private Features embedded;

    /** Whether only our own times count, as the points grow. */
    boolean areGrowing() {
        return !growth.isEmpty();
    }

    /** Whether they are pixels, of which every distance is compared. */
    boolean arePixels() {
        return data != null;
    }

    /** Refuses points that are not there or too few; reads features of a network to know. */
    void check(BenchOptions options, int k) {
        for (String size : sizes) {
            options.require(
                    size.matches("[1-9]\\d{0,7}x[1-9]\\d{0,4}"),
                    "--sizes takes points x features such as 60000x64, but got " + size);
            options.require(numbers(size)[0] > k, "--sizes needs more than k = " + k + " points, but got " + size);
        }
        growth.forEach(
                size -> options.require(size > k, "--growth needs more than k = " + k + " points, but got " + size));
        for (String name : FeatureFile.MNIST) {
            options.require(data == null || Files.exists(data.resolve(name)), "--data has no " + name + ": " + data);
        }
        if (features != null) {
            options.require(
                    hasShards(features),
                    "--features takes a folder of feature shards such as runs/ID/embed/train, but " + features
                            + " has no .arrow file");
            embedded = FeatureShards.read(new Configuration(), new org.apache.hadoop.fs.Path(features.toUri()));
            options.require(
                    embedded.size() > k,
                    "--features needs more than k = " + k + " points, but " + features + " has " + embedded.size());
        }
    }

    private static boolean hasShards(Path folder) {
        String[] names = folder.toFile().list();
        return names != null && Arrays.stream(names).anyMatch(name -> name.endsWith(".arrow"));
    }

    /** Writes the points, once checked, for every contestant into a folder. */
    List<FeatureFile> files(Path folder) throws IOException {
        if (data != null) {
            return List.of(FeatureFile.mnist(data, folder));
        }
        if (embedded != null) {
            return List.of(FeatureFile.write(folder, embedded.values(), embedded.dimension()));
        }
        List<String> shapes = growth.isEmpty()
                ? sizes
                : growth.stream().map(size -> size + "x64").toList();
        List<FeatureFile> files = new ArrayList<>();
        for (String shape : shapes) {
            int[] numbers = numbers(shape);
            files.add(FeatureFile.generate(folder, numbers[0], numbers[1]));
        }
        return files;
    }

    private static int[] numbers(String shape) {
        return Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    }
}
