package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * The nearest neighbours of the points of one part among its own, or of two parts in each other, in rounds of Spark
 * tasks.
 *
 * <p>A round computes block pairs ({@link PairRounds}), each group of them a task that leaves a file, and merges the
 * findings of each block with those of earlier rounds. Files that are there are not computed again, and those of a round
 * go once the next one is merged, so a job that was killed goes on where it stood.
 */
final class DistributedJoin {
    private static final Logger LOG = LoggerFactory.getLogger(DistributedJoin.class);

    private final JavaSparkContext spark;
    private final Configuration hadoop;
    private final JoinSetting setting;
    private final List<List<PairGroup>> rounds;

    /**
     * Where the lists are in the end, and what was done for them.
     *
     * @param left of the points on the left
     * @param right of the points on the right; the same if a part was joined with itself
     * @param work sum over all tasks
     * @param pairs block pairs
     * @param kept pairs that an earlier attempt had left
     */
    record Found(ListFolder left, ListFolder right, JoinTasks.Work work, long pairs, long kept) {}

    /** What one task of a round does with its part of the work. */
    @FunctionalInterface
    private interface Step<T> extends Serializable {
        JoinTasks.Work run(JoinTasks tasks, T part);
    }

    DistributedJoin(JavaSparkContext spark, JoinSetting setting) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
        this.setting = setting;
        this.rounds = setting.rounds();
    }

    private double work(List<PairGroup> groups) {
        return groups.stream().mapToDouble(setting::work).sum();
    }

    /** Computes what isn't there yet. */
    Found run(JobProgress progress) {
        int done = rounds.size() - 1;
        while (done >= 0 && !isMerged(done)) {
            done--;
        }
        long kept = 0;
        JoinTasks.Work sum = JoinTasks.Work.NONE;
        for (int round = 0; round < rounds.size(); round++) {
            List<PairGroup> missing = round <= done ? List.of() : missing(round);
            List<PairGroup> there = new ArrayList<>(rounds.get(round));
            there.removeAll(missing);
            kept += pairs(there);
            progress.keep(work(there));
            if (round > done) {
                sum = sum.plus(run(round, missing, progress));
            }
        }
        int last = rounds.size() - 1;
        long pairs = rounds.stream().mapToLong(DistributedJoin::pairs).sum();
        if (kept > 0) {
            LOG.info("knn-graph  {}: {} of {} block pairs were there from before", setting.name(), kept, pairs);
        }
        return new Found(setting.leftLists(last), setting.rightLists(last), sum, pairs, kept);
    }

    private boolean isMerged(int round) {
        return setting.leftLists(round).isComplete(hadoop, setting.left().blocks())
                && setting.rightLists(round).isComplete(hadoop, setting.right().blocks());
    }

    private List<PairGroup> missing(int round) {
        Set<String> names = setting.isDiagonal(round)
                ? setting.leftLists(round).names(hadoop)
                : TaskFiles.names(hadoop, setting.pairs(round));
        return rounds.get(round).stream()
                .filter(group -> !names.contains(
                        setting.isDiagonal(round) ? ListFolder.fileName(group.left()) : group.fileName()))
                .toList();
    }

    private static long pairs(List<PairGroup> groups) {
        return groups.stream().mapToLong(group -> group.rights().size()).sum();
    }

    private JoinTasks.Work run(int round, List<PairGroup> missing, JobProgress progress) {
        TaskFiles.makeFolder(hadoop, setting.pairs(round));
        TaskFiles.makeFolder(hadoop, new Path(setting.leftLists(round).path()));
        TaskFiles.makeFolder(hadoop, new Path(setting.rightLists(round).path()));
        progress.enter(String.format(Locale.ROOT, "%s, round %d of %d", setting.name(), round + 1, rounds.size()));
        List<PairGroup> largestFirst = new ArrayList<>(missing);
        largestFirst.sort(Comparator.comparingDouble(group -> -setting.work(group)));
        Broadcast<JoinTasks> tasks = spark.broadcast(setting.tasks(round));
        JoinTasks.Work work;
        if (setting.isDiagonal(round)) {
            work = run(tasks, largestFirst, (shared, group) -> shared.joinDiagonal(group.left()), progress);
        } else {
            work = run(tasks, largestFirst, JoinTasks::joinPairs, progress)
                    .plus(run(tasks, merges(round), JoinTasks::merge, progress));
        }
        tasks.destroy();
        TaskFiles.remove(hadoop, setting.pairs(round));
        if (round > 0) {
            TaskFiles.remove(hadoop, setting.folder(round - 1));
        }
        return work;
    }

    private <T> JoinTasks.Work run(Broadcast<JoinTasks> tasks, List<T> parts, Step<T> step, JobProgress progress) {
        if (parts.isEmpty()) {
            return JoinTasks.Work.NONE;
        }
        DoubleAccumulator done = progress.done();
        return progress
                .follow(spark.parallelize(parts, parts.size())
                        .map(part -> {
                            JoinTasks.Work work = step.run(tasks.value(), part);
                            done.add(work.multiplyAdds());
                            return work;
                        })
                        .collectAsync())
                .stream()
                .reduce(JoinTasks.Work.NONE, JoinTasks.Work::plus);
    }

    /** For each block what the pairs of a round leave for it, in the order of the pairs. */
    private List<JoinTasks.Merge> merges(int round) {
        Map<Integer, List<PairFile.Place>> left = new TreeMap<>();
        Map<Integer, List<PairFile.Place>> right = setting.isSelfJoin() ? left : new TreeMap<>();
        int rightSide = setting.isSelfJoin() ? 0 : 1;
        for (int block = 0; block < setting.left().blocks(); block++) {
            left.put(block, new ArrayList<>());
        }
        for (int block = 0; block < setting.right().blocks(); block++) {
            right.putIfAbsent(block, new ArrayList<>());
        }
        for (PairGroup group : rounds.get(round)) {
            String file = new Path(setting.pairs(round), group.fileName()).toString();
            left.get(group.left()).add(new PairFile.Place(file, 0, group.left()));
            for (int block : group.rights()) {
                right.get(block).add(new PairFile.Place(file, rightSide, block));
            }
        }
        List<JoinTasks.Merge> merges = new ArrayList<>();
        left.forEach((block, places) -> merges.add(new JoinTasks.Merge(0, block, places)));
        if (!setting.isSelfJoin()) {
            right.forEach((block, places) -> merges.add(new JoinTasks.Merge(1, block, places)));
        }
        return merges;
    }
}
