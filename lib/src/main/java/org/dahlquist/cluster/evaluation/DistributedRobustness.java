package org.dahlquist.cluster.evaluation;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.robustness.CarliniWagner;
import org.dahlquist.robustness.InputNoise;
import org.dahlquist.robustness.SignGradientAttack;
import org.dahlquist.run.RobustnessConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.report.LevelAccuracy;
import org.dahlquist.training.Checkpoint;

/** Judges a trained network on noisy and on attacked test images as two Spark jobs. */
public final class DistributedRobustness {
    /** Images attacked together: many small tasks, as an attack takes a hundred times as long as an evaluation. */
    private static final int ATTACK_BATCH = 50;

    private static final double GREY_LEVELS = 255;

    private final JavaSparkContext spark;
    private final RobustnessConfig config;
    private final long seed;
    private final int batchSize;

    /** Some samples under one attack. */
    private record Trial(AttackSeries series, int first, int rows) implements Serializable {}

    private DistributedRobustness(JavaSparkContext spark, RunConfig config) {
        this.spark = spark;
        this.config = config.robustness();
        this.seed = config.seed();
        this.batchSize = config.batchSize();
    }

    /**
     * Writes robustness.csv.
     *
     * <p>Blocks of samples are cut by number, and noise and random starts follow from the run seed and the sample id, so
     * the result does not depend on partitions.
     *
     * @param spark the Spark context
     * @param config settings of the run
     * @param prepared folder of the prepared dataset
     * @param model model zip, as {@link Checkpoint#writeModel} writes it
     * @param output folder to write into
     * @return the rows: every kind in the order of the settings, level by level
     * @throws org.dahlquist.DahlquistException if dataset or model are missing or do not fit
     */
    public static List<LevelAccuracy> evaluate(
            JavaSparkContext spark, RunConfig config, Path prepared, Path model, Path output) {
        Configuration hadoop = spark.hadoopConfiguration();
        Manifest manifest = Manifest.read(hadoop, prepared);
        try {
            PreparedData data = new PreparedData(prepared, config.input());
            Broadcast<byte[]> zip = spark.broadcast(Checkpoint.readModel(hadoop, model));
            PreparedSplit test = PreparedSplit.of(hadoop, data, Split.TEST, manifest);
            int samples = test.size();
            DisturbedEvaluation evaluation = new DisturbedEvaluation(zip, test, config.seed());
            DistributedRobustness robustness = new DistributedRobustness(spark, config);
            List<LevelAccuracy> rows = new ArrayList<>(robustness.noise(evaluation, samples));
            rows.addAll(robustness.attacks(evaluation, samples));
            zip.destroy();
            byte[] csv = LevelAccuracy.csv(rows).getBytes(StandardCharsets.UTF_8);
            Checkpoint.replace(hadoop, new Path(output, LevelAccuracy.FILE_NAME), csv);
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("judging the robustness of " + model + " failed", e);
        }
    }

    private List<LevelAccuracy> noise(DisturbedEvaluation evaluation, int testSamples) {
        List<InputNoise> noises = new ArrayList<>();
        config.randn().forEach(level -> noises.add(new InputNoise(InputNoise.Kind.RANDN, level)));
        config.rand().forEach(level -> noises.add(new InputNoise(InputNoise.Kind.RAND, level)));
        config.constant().forEach(level -> noises.add(new InputNoise(InputNoise.Kind.CONST, level)));
        if (noises.isEmpty()) {
            return List.of();
        }
        int samples = config.samples() == 0 ? testSamples : Math.min(config.samples(), testSamples);
        int size = batchSize;
        List<Integer> starts = starts(samples, size);
        JavaRDD<List<LevelTally>> blocks = spark.parallelize(starts, starts.size())
                .map(first -> evaluation.noisy(noises, first, Math.min(size, samples - first)));
        List<LevelTally> sums = sums(SparkFailures.unwrap(blocks::collect));
        return IntStream.range(0, noises.size())
                .mapToObj(i -> sums.get(i)
                        .accuracy(noises.get(i).kind().key(), noises.get(i).level()))
                .toList();
    }

    private List<LevelAccuracy> attacks(DisturbedEvaluation evaluation, int testSamples) {
        int samples = Math.min(config.attacks().samples(), testSamples);
        List<Integer> starts = starts(samples, ATTACK_BATCH);
        List<AttackSeries> all = series();
        List<Trial> trials = new ArrayList<>();
        for (AttackSeries series : all) {
            starts.forEach(first -> trials.add(new Trial(series, first, Math.min(ATTACK_BATCH, samples - first))));
        }
        if (trials.isEmpty()) {
            return List.of();
        }
        JavaRDD<List<LevelTally>> outcomes = spark.parallelize(trials, trials.size())
                .map(trial -> evaluation.attacked(trial.series(), trial.first(), trial.rows()));
        List<List<LevelTally>> results = SparkFailures.unwrap(outcomes::collect);
        List<LevelAccuracy> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            AttackSeries series = all.get(i);
            List<LevelTally> sums = sums(results.subList(i * starts.size(), (i + 1) * starts.size()));
            for (int level = 0; level < sums.size(); level++) {
                rows.add(sums.get(level).accuracy(series.kind(), series.levels().get(level)));
            }
        }
        return rows;
    }

    private List<AttackSeries> series() {
        RobustnessConfig.Attacks attacks = config.attacks();
        List<AttackSeries> all = new ArrayList<>();
        for (double grey : attacks.fgsm()) {
            double radius = grey / GREY_LEVELS;
            all.add(new AttackSeries("fgsm", List.of(radius), SignGradientAttack.fgsm(radius), false));
        }
        for (double grey : attacks.ifgsm()) {
            double radius = grey / GREY_LEVELS;
            SignGradientAttack ifgsm = SignGradientAttack.ifgsm(radius, attacks.step() * radius, attacks.steps());
            all.add(new AttackSeries("ifgsm", List.of(radius), ifgsm, false));
        }
        for (double grey : attacks.pgd()) {
            double radius = grey / GREY_LEVELS;
            SignGradientAttack pgd = SignGradientAttack.pgd(radius, attacks.step() * radius, attacks.steps(), seed);
            all.add(new AttackSeries("pgd", List.of(radius), pgd, false));
        }
        RobustnessConfig.CarliniWagner search = attacks.carliniWagner();
        if (!search.radii().isEmpty()) {
            CarliniWagner attack =
                    new CarliniWagner(search.searches(), search.iterations(), search.rate(), search.firstWeight());
            all.add(new AttackSeries("cw-l2", search.radii(), attack, true));
        }
        return all;
    }

    private static List<Integer> starts(int samples, int size) {
        return new ArrayList<>(IntStream.iterate(0, first -> first < samples, first -> first + size)
                .boxed()
                .toList());
    }

    /** Level by level, over the blocks in their order. */
    private static List<LevelTally> sums(List<List<LevelTally>> blocks) {
        List<LevelTally> sums =
                new ArrayList<>(Collections.nCopies(blocks.get(0).size(), LevelTally.NONE));
        for (List<LevelTally> block : blocks) {
            for (int i = 0; i < sums.size(); i++) {
                sums.set(i, sums.get(i).plus(block.get(i)));
            }
        }
        return sums;
    }
}
