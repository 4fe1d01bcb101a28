package org.dahlquist.cluster.interpolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.DoubleAccumulator;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.JobProgress;
import org.dahlquist.cluster.neighbours.NeighbourGraph;
import org.dahlquist.graph.GeodesicLabels;
import org.dahlquist.graph.WeightedGraph;
import org.dahlquist.run.LabelStudyConfig;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.report.LabelAccuracy;
import org.dahlquist.sweep.Statistics;
import org.dahlquist.training.Checkpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accuracy of the methods of interpolation against the number of labels, on one graph: trials that draw as many training
 * samples of each class, leave everything else unlabelled and classify it.
 *
 * <p>A trial is one Spark task, and its draw follows from the run seed, its number and the samples' ids, so nothing
 * depends on partitions. The graph is broadcast once (52 n k bytes). Calder et al., ICML 2020, compare methods so.
 */
public final class LabelStudy {
    /** Name of the file with every trial. */
    public static final String TRIALS = "label-trials.csv";

    private static final Logger LOG = LoggerFactory.getLogger(LabelStudy.class);

    private LabelStudy() {}

    /**
     * Runs all trials and writes labels.csv, labels.md and label-trials.csv.
     *
     * @param context Spark
     * @param config settings of the run: labels, wnll and the seed
     * @param features folder with the feature shards {@code train} and {@code test}
     * @param neighbours what {@link NeighbourGraph#build} wrote for these features
     * @param classes number of classes
     * @param output folder to write into
     * @return mean accuracies, by number of labels and then by method, in the order of the settings
     * @throws DahlquistException CONFIG if a class has fewer training samples than are to be drawn; DIVERGED if a
     *     system isn't solved
     */
    public static List<LabelAccuracy> run(
            JavaSparkContext context, RunConfig config, Path features, Path neighbours, int classes, Path output) {
        Configuration hadoop = context.hadoopConfiguration();
        LabelledGraph graph = LabelledGraph.read(hadoop, features, neighbours);
        graph.checkClasses(classes);
        checkCounts(graph, classes, config.labels());
        WeightedGraph weighted = WeightedGraph.of(
                graph.all(), config.wnll().weights(), config.wnll().scaleRank());
        Broadcast<LabelTrial.Subject> subject = context.broadcast(new LabelTrial.Subject(
                weighted,
                GeodesicLabels.of(graph.all()),
                graph.ids(),
                graph.labels(),
                graph.labelled(),
                classes,
                config.wnll(),
                config.seed()));
        List<LabelTrial> trials = trials(config.labels());
        List<String> methods = config.labels().methods();
        DoubleAccumulator done = context.sc().doubleAccumulator("labels");
        JobProgress progress = new JobProgress("labels", trials.size(), done::value);
        progress.enter(trials.size() + " trials");
        List<LabelTrial.Outcome> outcomes = progress.follow(context.parallelize(trials, trials.size())
                .flatMap(trial -> {
                    List<LabelTrial.Outcome> found = trial.run(subject.value(), methods);
                    done.add(1.0);
                    return found.iterator();
                })
                .collectAsync());
        subject.destroy();
        List<LabelAccuracy> rows = rows(config.labels(), outcomes);
        write(hadoop, new Path(output, TRIALS), csv(outcomes));
        write(hadoop, new Path(output, LabelAccuracy.FILE_NAME), LabelAccuracy.csv(rows));
        write(hadoop, new Path(output, "labels.md"), LabelAccuracy.markdown(rows));
        rows.forEach(
                row -> LOG.info("labels  per class {}  {}  {} %", row.labelsPerClass(), row.method(), row.percent()));
        return rows;
    }

    private static void checkCounts(LabelledGraph graph, int classes, LabelStudyConfig settings) {
        int[] counts = new int[classes];
        for (int point = 0; point < graph.labelled(); point++) {
            counts[graph.labels()[point]]++;
        }
        int most = settings.perClass().stream().max(Integer::compare).orElseThrow();
        for (int label = 0; label < classes; label++) {
            if (counts[label] < most) {
                throw DahlquistException.config(
                        "labels.per-class has %d, but class %d has only %d training samples; lower it",
                        most, label, counts[label]);
            }
        }
    }

    /** Those with few labels first, which take the most iterations. */
    private static List<LabelTrial> trials(LabelStudyConfig settings) {
        List<LabelTrial> trials = new ArrayList<>();
        for (int perClass : settings.perClass()) {
            for (int number = 0; number < settings.trials(); number++) {
                trials.add(new LabelTrial(perClass, number));
            }
        }
        return trials;
    }

    private static List<LabelAccuracy> rows(LabelStudyConfig settings, List<LabelTrial.Outcome> outcomes) {
        List<LabelAccuracy> rows = new ArrayList<>();
        for (int perClass : settings.perClass()) {
            for (String method : settings.methods()) {
                List<LabelTrial.Outcome> chosen = outcomes.stream()
                        .filter(outcome -> outcome.trial().labelsPerClass() == perClass
                                && outcome.method().equals(method))
                        .toList();
                Statistics top1 = Statistics.of(
                        chosen.stream().map(LabelTrial.Outcome::top1).toList());
                double unreached = chosen.stream()
                        .mapToInt(LabelTrial.Outcome::unreached)
                        .average()
                        .orElseThrow();
                rows.add(new LabelAccuracy(
                        perClass, method, settings.trials(), top1.mean(), top1.deviation(), unreached));
            }
        }
        return rows;
    }

    private static String csv(List<LabelTrial.Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> String.format(
                        Locale.ROOT,
                        "%d,%d,%s,%s,%d",
                        outcome.trial().labelsPerClass(),
                        outcome.trial().number(),
                        outcome.method(),
                        outcome.top1(),
                        outcome.unreached()))
                .collect(Collectors.joining("\n", "labels_per_class,trial,method,top1,unreached\n", "\n"));
    }

    private static void write(Configuration hadoop, Path file, String text) {
        try {
            Checkpoint.replace(hadoop, file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be written (%s); check that there is space left", file, e)
                    .causedBy(e);
        }
    }
}
