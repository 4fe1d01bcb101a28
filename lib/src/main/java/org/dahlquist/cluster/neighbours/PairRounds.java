package org.dahlquist.cluster.neighbours;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The order in which block pairs are computed.
 *
 * <p>Every pair comes once and serves both of its blocks. Between two rounds the lists of every block are merged, so a
 * round only returns what lies below the k-th distances found before it. A round of a ring takes twice as many of a
 * block's pairs as all rounds before it, so a point returns about 2 k entries in it; a grid starts with one block, which
 * gives every point on the left its first bound, and goes on with fifteen.
 */
final class PairRounds {
    private static final int GROWTH = 3;
    private static final int FIRST_OF_GRID = 16;
    private static final int GROUPS_PER_ROUND = 4096;

    private PairRounds() {}

    /**
     * The pairs of a part with itself: every block alone, then the half ring (i, i + offset mod blocks).
     *
     * @param together pairs of a block that make a task worth its start
     */
    static List<List<PairGroup>> ring(int blocks, int together) {
        List<List<PairGroup>> rounds = new ArrayList<>();
        List<PairGroup> diagonal = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            diagonal.add(new PairGroup(block, List.of(block)));
        }
        rounds.add(diagonal);
        // block b meets itself, b + 1, … ; of two blocks half the ring apart only the first has the pair
        IntUnaryOperator end = block -> (blocks - 1) / 2 + 1 + (blocks % 2 == 0 && block < blocks / 2 ? 1 : 0);
        for (int first = 1; first <= blocks / 2; first = GROWTH * first - 1) {
            int from = first;
            int to = GROWTH * first - 1;
            rounds.add(groups(blocks, block -> from, block -> Math.min(to, end.applyAsInt(block)), blocks, together));
        }
        return rounds;
    }

    /** The pairs of {@code lefts} blocks of one part with {@code rights} blocks of another. */
    static List<List<PairGroup>> grid(int lefts, int rights, int together) {
        List<List<PairGroup>> rounds = new ArrayList<>();
        int from = 0;
        int to = 1;
        while (from < rights) {
            int first = from;
            int end = Math.min(rights, to);
            rounds.add(groups(lefts, left -> first, left -> end, rights, together));
            from = to;
            to = Math.max(FIRST_OF_GRID, GROWTH * to);
        }
        return rounds;
    }

    /** The pairs (left, left + offset mod rights) for the offsets of each left block, some to a group. */
    private static List<PairGroup> groups(
            int lefts, IntUnaryOperator from, IntUnaryOperator to, int rights, int together) {
        long pairs = 0;
        for (int left = 0; left < lefts; left++) {
            pairs += Math.max(0, to.applyAsInt(left) - from.applyAsInt(left));
        }
        int size = Math.max(together, Math.toIntExact((pairs + GROUPS_PER_ROUND - 1) / GROUPS_PER_ROUND));
        List<PairGroup> groups = new ArrayList<>();
        for (int left = 0; left < lefts; left++) {
            for (int offset = from.applyAsInt(left); offset < to.applyAsInt(left); offset += size) {
                List<Integer> members = new ArrayList<>();
                for (int next = offset; next < Math.min(offset + size, to.applyAsInt(left)); next++) {
                    members.add((left + next) % rights);
                }
                groups.add(new PairGroup(left, List.copyOf(members)));
            }
        }
        return groups;
    }
}
