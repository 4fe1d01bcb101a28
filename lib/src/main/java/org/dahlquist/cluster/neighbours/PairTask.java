package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Block pairs that one task computes: each block of a range with each of another, or all of one range with each other.
 *
 * @param number no other task has it
 * @param left first blocks of the pairs
 * @param right second blocks of the pairs
 */
record PairTask(int number, BlockRange left, BlockRange right) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Takes a pair of blocks. */
    @FunctionalInterface
    interface PairConsumer {
        void accept(int left, int right);
    }

    private boolean isTriangle() {
        return left.equals(right);
    }

    /** Visits blocks that are paired with themselves. */
    void forEachBlockWithItself(IntConsumer consumer) {
        if (isTriangle()) {
            IntStream.range(left.from(), left.to()).forEach(consumer);
        }
    }

    /** Visits pairs of different blocks. */
    void forEachPair(PairConsumer consumer) {
        for (int first = left.from(); first < left.to(); first++) {
            for (int second = isTriangle() ? first + 1 : right.from(); second < right.to(); second++) {
                consumer.accept(first, second);
            }
        }
    }

    int pairs() {
        return isTriangle() ? left.size() * (left.size() + 1) / 2 : left.size() * right.size();
    }

    /** All blocks, those on the left first. */
    IntStream blocks() {
        IntStream first = IntStream.range(left.from(), left.to());
        return isTriangle() ? first : IntStream.concat(first, IntStream.range(right.from(), right.to()));
    }

    boolean touches(int block) {
        return left.holds(block) || right.holds(block);
    }

    /** Position of a block among all. */
    int position(int block) {
        return left.holds(block) ? block - left.from() : left.size() + block - right.from();
    }

    /** The blocks that a block is paired with. */
    BlockRange partners(int block) {
        return left.holds(block) ? right : left;
    }

    /** Name of the file with what was found. */
    String fileName() {
        return String.format(Locale.ROOT, "pairs-%06d.lists", number);
    }
}
