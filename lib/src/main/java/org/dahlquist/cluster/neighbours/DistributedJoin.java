package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.DoubleAccumulator;
import org.dahlquist.cluster.JobProgress;
import org.dahlquist.cluster.TaskFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pairs of blocks, computed in rounds of Spark tasks ({@link JoinPlan}).
 *
 * <p>Each task leaves a file. Files that are there are not computed again, and those of a round go once they are merged for the next one, so a job that was killed goes on
 * where it stood. The files of the last round stay for whoever puts the graph together.
 */
final class DistributedJoin {
    private static final Logger LOG = LoggerFactory.getLogger(DistributedJoin.class);

    private final JavaSparkContext spark;
    private final Configuration hadoop;
    private final JoinSetting setting;
    private final List<List<PairTask>> rounds;
    private final DoubleAccumulator done;
    private final JobProgress progress;

    /**
     * What was found, and what was done for it.
     *
     * @param lists all neighbours
     * @param work sum over all tasks
     * @param pairs block pairs
     * @param kept pairs that an earlier attempt had left
     */
    record Found(FoundLists lists, JoinRound.Work work, long pairs, long kept) {}

    /** What one task of a round does with its part of the work. */
    @FunctionalInterface
    private interface Step<T> extends Serializable {
        JoinRound.Work run(JoinRound round, T part);
    }

    /** Prepares the tasks. */
    DistributedJoin(JavaSparkContext spark, JoinSetting setting, List<List<PairTask>> rounds) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
        this.setting = setting;
        this.rounds = rounds;
        double work = rounds.stream().mapToDouble(setting::work).sum();
        this.done = spark.sc().doubleAccumulator("knn-graph");
        this.progress = new JobProgress("knn-graph", work, done::value);
    }

    private static long pairs(List<PairTask> tasks) {
        return tasks.stream().mapToLong(PairTask::pairs).sum();
    }

    /** Computes what isn't there yet. */
    Found run() {
        int last = rounds.size() - 1;
        int merged = last - 1;
        while (merged >= 0 && !isMerged(merged)) {
            merged--;
        }
        long kept = 0;
        JoinRound.Work sum = JoinRound.Work.NONE;
        for (int round = 0; round <= last; round++) {
            List<PairTask> missing = round <= merged ? List.of() : missing(round);
            List<PairTask> there = new ArrayList<>(rounds.get(round));
            there.removeAll(new HashSet<>(missing));
            kept += pairs(there);
            progress.keep(setting.work(there));
            if (round > merged) {
                sum = sum.plus(run(round, missing));
            }
        }
        long pairs = rounds.stream().mapToLong(DistributedJoin::pairs).sum();
        if (kept > 0) {
            LOG.info("knn-graph  {} of {} block pairs were there from before", kept, pairs);
        }
        return new Found(round(last), sum, pairs, kept);
    }

    private JoinRound round(int number) {
        return new JoinRound(setting, number, rounds.get(number), keys(number));
    }

    /** Lists that the rounds before a number touch. */
    private Set<ListKey> keys(int rounds) {
        Set<ListKey> keys = new HashSet<>();
        for (List<PairTask> tasks : this.rounds.subList(0, rounds)) {
            for (PairTask task : tasks) {
                task.blocks().forEach(block -> keys.add(new ListKey(block, setting.isOwn(task))));
            }
        }
        return keys;
    }

    private boolean isMerged(int round) {
        Set<String> own = setting.merged(round, true).names(hadoop);
        Set<String> other = setting.merged(round, false).names(hadoop);
        return keys(round + 1).stream()
                .allMatch(key -> (key.own() ? own : other).contains(ListFolder.fileName(key.block())));
    }

    private List<PairTask> missing(int round) {
        Set<String> names = TaskFiles.names(hadoop, setting.pairsFolder(round));
        return rounds.get(round).stream()
                .filter(task -> !names.contains(task.fileName()))
                .toList();
    }

    private JoinRound.Work run(int number, List<PairTask> missing) {
        TaskFiles.makeFolder(hadoop, setting.pairsFolder(number));
        progress.enter(String.format(Locale.ROOT, "round %d of %d", number + 1, rounds.size()));
        Broadcast<JoinRound> round = spark.broadcast(round(number));
        JoinRound.Work work = run(round, missing, JoinRound::join);
        if (number < rounds.size() - 1) {
            TaskFiles.makeFolder(hadoop, new Path(setting.merged(number, true).path()));
            TaskFiles.makeFolder(hadoop, new Path(setting.merged(number, false).path()));
            work = work.plus(run(round, List.copyOf(keys(number + 1)), JoinRound::merge));
            TaskFiles.remove(hadoop, setting.pairsFolder(number));
            if (number > 0) {
                TaskFiles.remove(hadoop, setting.roundFolder(number - 1));
            }
        }
        round.destroy();
        return work;
    }

    private <T> JoinRound.Work run(Broadcast<JoinRound> round, List<T> parts, Step<T> step) {
        if (parts.isEmpty()) {
            return JoinRound.Work.NONE;
        }
        DoubleAccumulator counter = done; // and nothing that holds more, as tasks come serialized
        return progress
                .follow(spark.parallelize(parts, parts.size())
                        .map(part -> {
                            JoinRound.Work work = step.run(round.value(), part);
                            counter.add(work.multiplyAdds());
                            return work;
                        })
                        .collectAsync())
                .stream()
                .reduce(JoinRound.Work.NONE, JoinRound.Work::plus);
    }
}
