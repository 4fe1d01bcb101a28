package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * Block pairs with one left block, which one task computes.
 *
 * @param left number of the left block
 * @param rights numbers of the right blocks
 */
record PairGroup(int left, List<Integer> rights) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Name of the file with what was found; no other group of a round has it. */
    String fileName() {
        return String.format(Locale.ROOT, "pair-%05d-%05d.lists", left, rights.get(0));
    }
}
