package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.dahlquist.graph.Metric;

/**
 * What a distributed join is about, and where its files go.
 *
 * @param name of the phase, in messages
 * @param folder of all its files
 * @param left part of the pairs' first blocks
 * @param right part of the second blocks; the same for a part joined with itself
 * @param leftK neighbours wanted of each point on the left
 * @param rightK neighbours wanted of each point on the right
 * @param seed what is known of the points on the right; null if nothing is
 * @param resources what its tasks share
 */
record JoinSetting(
        String name,
        Path folder,
        BlockedPart left,
        BlockedPart right,
        int leftK,
        int rightK,
        ListFolder seed,
        Resources resources) {
    /** Multiply-adds of a task, about a third of a second, beside which its start and its files are small. */
    static final double LEAST_WORK = 2e10;

    /**
     * What the tasks of all joins of a graph share.
     *
     * @param metric distance
     * @param owner of the features in the executors' memory
     * @param cacheBytes features that an executor may hold
     * @param hadoop finds the file systems
     */
    record Resources(Metric metric, String owner, long cacheBytes, SerializableConfiguration hadoop)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** A part joined with itself. */
    static JoinSetting ofPart(String name, Path folder, BlockedPart part, int k, Resources resources) {
        return new JoinSetting(name, folder, part, part, k, k, null, resources);
    }

    /** The same with what is known of the points on the right. */
    JoinSetting withSeed(ListFolder lists) {
        return new JoinSetting(name, folder, left, right, leftK, rightK, lists, resources);
    }

    boolean isSelfJoin() {
        return left.equals(right);
    }

    /** The block pairs, round by round. */
    List<List<PairGroup>> rounds() {
        double pair = (double) left.rows(0) * right.rows(0) * left.index().dimension();
        int together = (int) Math.max(1, LEAST_WORK / pair);
        return isSelfJoin()
                ? PairRounds.ring(left.blocks(), together)
                : PairRounds.grid(left.blocks(), right.blocks(), together);
    }

    /** Whether the pairs of a round are blocks with themselves, which find all there is to know then. */
    boolean isDiagonal(int round) {
        return isSelfJoin() && round == 0;
    }

    /** Multiply-adds of all pairs. */
    double work() {
        return rounds().stream().flatMap(List::stream).mapToDouble(this::work).sum();
    }

    /** Multiply-adds of a group's pairs. */
    double work(PairGroup group) {
        double rows = 0;
        for (int block : group.rights()) {
            boolean diagonal = isSelfJoin() && block == group.left();
            rows += right.rows(block) * (diagonal ? 0.5 : 1);
        }
        return rows * left.rows(group.left()) * left.index().dimension();
    }

    Path folder(int round) {
        return new Path(folder, String.format(Locale.ROOT, "round-%02d", round));
    }

    Path pairs(int round) {
        return new Path(folder(round), "pairs");
    }

    /** The merged lists of the left side after a round. */
    ListFolder leftLists(int round) {
        return new ListFolder(new Path(folder(round), "left").toString(), left.blockRows());
    }

    /** The merged lists of the right side after a round; those of the left side if a part is joined with itself. */
    ListFolder rightLists(int round) {
        return isSelfJoin()
                ? leftLists(round)
                : new ListFolder(new Path(folder(round), "right").toString(), right.blockRows());
    }

    JoinTasks tasks(int round) {
        JoinSide leftSide = new JoinSide(0, left, leftK, round == 0 ? null : leftLists(round - 1), leftLists(round));
        JoinSide rightSide =
                new JoinSide(1, right, rightK, round == 0 ? seed : rightLists(round - 1), rightLists(round));
        return new JoinTasks(
                leftSide, isSelfJoin() ? leftSide : rightSide, pairs(round).toString(), resources);
    }
}
