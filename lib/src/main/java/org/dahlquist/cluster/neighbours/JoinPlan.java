package org.dahlquist.cluster.neighbours;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which block pairs are computed: labelled blocks with each other, unlabelled with labelled ones, and
 * unlabelled ones with each other, whose k-th labelled neighbours then bound what is worth finding. Blocks near each other
 * in number come first, as they hold near points where points are in such an order.
 *
 * <p>Every pair comes once and serves both of its blocks. Tasks come in rounds, between which the lists of every block are
 * merged, so a task returns only what lies below the k-th distances found before its round, or by its executor. A
 * round takes twice as many tasks as all before it, so a point returns about 2 k entries in it; the first one takes so many
 * that most graphs need no other, and none takes so many that their files would burden the file system.
 */
final class JoinPlan {
    /** Tasks of the first round. */
    static final int FIRST_ROUND = 1024;

    private static final int LARGEST_ROUND = 8192;

    private final int together;
    private final List<PairTask> tasks = new ArrayList<>();

    private JoinPlan(int together) {
        this.together = together;
    }

    /**
     * The tasks, round by round.
     *
     * @param labelled number of labelled blocks
     * @param blocks number of all blocks
     * @param together blocks on either side of a task
     * @param reused whether labelled blocks are not to be paired with each other
     * @param firstRound tasks of the first round
     */
    static List<List<PairTask>> rounds(int labelled, int blocks, int together, boolean reused, int firstRound) {
        JoinPlan plan = new JoinPlan(together);
        BlockRange first = new BlockRange(0, labelled);
        BlockRange second = new BlockRange(labelled, blocks);
        if (!reused) {
            plan.ring(first);
        }
        plan.grid(second, first);
        plan.ring(second);
        return plan.rounds(firstRound);
    }

    /**
     * A range with itself: every piece alone, then the half ring (i, i + offset mod pieces). Tasks that follow each other
     * have no piece in common, so that one doesn't search for what the other finds.
     */
    private void ring(BlockRange blocks) {
        List<BlockRange> pieces = blocks.cut(together);
        int count = pieces.size();
        for (int offset = 0; offset <= count / 2; offset++) {
            int ends = 2 * offset == count ? count / 2 : count; // then only the first of two pieces has the pair
            int step = offset == 1 ? 2 : 1;
            for (int first = 0; first < step; first++) {
                for (int piece = first; piece < ends; piece += step) {
                    add(pieces.get(piece), pieces.get((piece + offset) % count));
                }
            }
        }
    }

    /** A range with another, the first in two pieces at least, so that tasks that follow each other differ in both. */
    private void grid(BlockRange lefts, BlockRange rights) {
        List<BlockRange> first = lefts.cut(Math.min(together, (lefts.size() + 1) / 2));
        List<BlockRange> second = rights.cut(together);
        int count = second.size();
        for (int step = 0; step < count; step++) {
            for (int piece = 0; piece < first.size(); piece++) {
                int opposite = piece * count / first.size();
                add(first.get(piece), second.get(near(opposite, step, count)));
            }
        }
    }

    /** The places of a ring in the order of their distance from one: that, the next, the one before it, and so on. */
    static int near(int place, int step, int count) {
        return Math.floorMod(place + (step % 2 == 0 ? -step / 2 : (step + 1) / 2), count);
    }

    private void add(BlockRange left, BlockRange right) {
        tasks.add(new PairTask(tasks.size(), left, right));
    }

    private List<List<PairTask>> rounds(int firstRound) {
        List<List<PairTask>> rounds = new ArrayList<>();
        int from = 0;
        int size = firstRound;
        while (from < tasks.size()) {
            int to = Math.min(tasks.size(), from + size);
            rounds.add(List.copyOf(tasks.subList(from, to)));
            from = to;
            size = Math.min(LARGEST_ROUND, 2 * to);
        }
        return rounds;
    }
}
