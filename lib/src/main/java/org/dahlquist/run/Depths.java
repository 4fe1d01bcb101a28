package org.dahlquist.run;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The depths that a network family comes in: those listed, or else step·n + rest with n ≥ 1.
 *
 * @param usual the depth where none is given
 * @param listed all depths; empty where they follow the rule
 * @param step layers that one more block in every stage adds; 0 where the depths are listed
 * @param rest layers outside the stages
 */
record Depths(int usual, List<Integer> listed, int step, int rest) {
    private static final int EXAMPLES = 5;

    /** Exactly these, the first being the usual one. */
    static Depths of(Integer... listed) {
        return new Depths(listed[0], List.of(listed), 0, 0);
    }

    /** step·n + rest. */
    static Depths every(int step, int rest, int usual) {
        return new Depths(usual, List.of(), step, rest);
    }

    /** Whether a network of this depth exists. */
    boolean contains(int depth) {
        return listed.contains(depth) || step > 0 && depth >= step + rest && (depth - rest) % step == 0;
    }

    /** What {@link #contains} asks for, as a sentence without subject. */
    String rule() {
        String examples = (step > 0 ? IntStream.rangeClosed(1, EXAMPLES).map(n -> step * n + rest) : IntStream.empty())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        return step > 0
                ? "must be " + step + "n+" + rest + ": " + examples + ", ..."
                : "must be " + listed.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
