package org.dahlquist.jobs.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.dahlquist.cluster.input.InputRate;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.preparation.DatasetPreparation;
import org.dahlquist.run.InputConfig;
import org.dahlquist.run.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast training minibatches are made, taking turns. */
@Command(
        name = "input",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Images/s of the training input alone: read, decode, crop, flip, normalise, minibatch. Raw images of CIFAR-10,"
                    + " or generated ones, and with --imagenet JPEGs of shorter side 256 to 224 and 64 pixels. In turns;"
                    + " medians count."
        })
final class InputBench implements Callable<Integer> {
    @Option(names = "--cifar10", description = "folder of CIFAR-10's binary files; without it generated shapes")
    private Path cifar10;

    @Option(names = "--imagenet", description = "ImageNet, or a part of it in folders train/<wnid> and val/<wnid>")
    private Path imagenet;

    @Option(
            names = "--threads",
            split = ",",
            description = "threads that make minibatches (default: ${DEFAULT-VALUE})",
            defaultValue = "1,2")
    private List<Integer> threads;

    @Option(names = "--seconds", description = "least time of a turn (default: ${DEFAULT-VALUE})", defaultValue = "3")
    private double seconds;

    @Option(names = "--batch", description = "images of a minibatch (default: ${DEFAULT-VALUE})", defaultValue = "128")
    private int batch;

    @Mixin
    private BenchOptions options = new BenchOptions(5);

    private final PrintStream console = System.out;

    /** A dataset and what becomes of its images. */
    private record Case(String label, PreparedData data, RunConfig config) {
        /** The same with a number of threads. */
        Case on(int threads) {
            InputConfig input = data.input();
            InputConfig threaded = new InputConfig(input.size(), input.centreFraction(), input.cacheBytes(), threads);
            return new Case(label, new PreparedData(data.folder(), threaded), config);
        }
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        options.require(
                !threads.isEmpty() && threads.stream().allMatch(count -> count >= 1) && batch >= 1,
                "--threads and --batch must be 1 or more: " + threads + ", " + batch);
        Files.createDirectories(options.out());
        Machine.current().introduce(console, "batch " + batch);
        InputSummary summary = new InputSummary();
        List<Case> cases = prepared();
        for (int round = 1; round <= options.rounds(); round++) {
            for (Case one : cases) {
                for (int count : threads) {
                    double rate = measure(one.on(count));
                    summary.add(one.label(), count, rate);
                    console.printf(
                            Locale.ROOT,
                            "round %d/%d  %-24s %d thread(s) %10.1f images/s%n",
                            round,
                            options.rounds(),
                            one.label(),
                            count,
                            rate);
                }
            }
        }
        console.print(summary.text());
        Path table = options.out().resolve("bench-input.csv");
        Files.write(table, summary.csv());
        console.println("written " + table);
        return 0;
    }

    private double measure(Case one) {
        InputRate rate = new InputRate(new Configuration(), one.data(), one.config());
        return rate.measure(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private List<Case> prepared() {
        SparkConf conf = new SparkConf()
                .setAppName("dahlquist bench input")
                .setMaster("local[*]")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        List<Case> cases = new ArrayList<>();
        try (SparkSession session = SparkSession.builder().config(conf).getOrCreate()) {
            JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            String small = cifar10 == null ? "shapes 32" : "cifar10 32";
            List<String> raw = cifar10 == null
                    ? List.of("data.dataset=shapes")
                    : List.of("data.dataset=cifar10", "data.path=" + cifar10.toUri());
            RunConfig config = config(raw);
            org.apache.hadoop.fs.Path folder = prepare(spark, config, small.replace(' ', '-'));
            cases.add(new Case(small, new PreparedData(folder, config.input()), config));
            if (imagenet != null) {
                config =
                        config(List.of("data.dataset=imagenet", "data.path=" + imagenet.toUri(), "data.encoding=jpeg"));
                folder = prepare(spark, config, "imagenet-jpeg-256");
                for (int size : new int[] {224, 64}) {
                    InputConfig input = config(List.of("input.size=" + size)).input();
                    cases.add(new Case("jpeg 256 to " + size, new PreparedData(folder, input), config));
                }
            }
        }
        return cases;
    }

    private org.apache.hadoop.fs.Path prepare(JavaSparkContext spark, RunConfig config, String name) {
        org.apache.hadoop.fs.Path folder =
                new org.apache.hadoop.fs.Path(new File(options.out().toFile(), "input-" + name).toURI());
        DatasetPreparation.prepare(spark, config.data(), config.seed(), folder);
        return folder;
    }

    private RunConfig config(List<String> settings) {
        List<String> all = new ArrayList<>(settings);
        all.add("train.averaging.batch-size-per-worker=" + batch);
        return BenchSettings.of(all);
    }
}
