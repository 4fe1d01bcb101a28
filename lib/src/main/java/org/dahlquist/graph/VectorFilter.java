package org.dahlquist.graph;

/**
 * Shows by projected points which groups of rows are far from a panel, so that their products need not be computed.
 *
 * <p>Where too few are, it pauses: for twice as many panels each time that a panel did not pay, and then looks again.
 */
final class VectorFilter {
    private static final int ROWS = VectorProducts.ROWS;
    private static final int COLUMNS = VectorProducts.COLUMNS;
    private static final int LONGEST_PAUSE = 64;

    /** Share of near groups with which a panel costs as much as without the filter. */
    private static final double MOST_NEAR = 0.7;

    private final int first;
    private final HalfSquares right;
    private final VectorGroups groups;
    private final VectorGroups panels;
    private final float[] halfSquares = new float[ROWS * COLUMNS];
    private float[] groupLimits = {};
    private HalfSquares left;
    private int from;
    private int pause = 1;
    private int paused;

    /** Takes the {@code count} points from row {@code first} of the right block. */
    VectorFilter(ProjectedSide right, int first, int count) {
        this.first = first;
        this.right = right.halfSquares();
        groups = new VectorGroups(ROWS, right.dimension(), true);
        panels = new VectorGroups(COLUMNS, right.dimension(), false);
        panels.pack(right, first, count);
    }

    /** Takes the {@code count} points from row {@code from} of the left block. */
    void pack(ProjectedSide left, int from, int count) {
        this.left = left.halfSquares();
        this.from = from;
        groups.pack(left, from, count);
        groupLimits = new float[(count + ROWS - 1) / ROWS];
        for (int group = 0; group < groupLimits.length; group++) {
            refresh(group);
        }
    }

    /** Takes the limits of a group's rows anew. */
    void refresh(int group) {
        groupLimits[group] = VectorTile.largest(left.limits(), from + group * ROWS);
    }

    /** Whether to do without for the next panel; each call moves on by one. */
    boolean isPaused() {
        if (paused == 0) {
            return false;
        }
        paused--;
        return true;
    }

    /**
     * Finds the groups of a panel with a row that may be a neighbour of a vector of it, or the other way round.
     *
     * @param found their first rows, counted from the first one packed; overwritten, with room for one more than all
     * @return how many
     */
    int near(int panel, int[] found) {
        int count = 0;
        for (int group = 0; group < groupLimits.length; group++) {
            VectorProducts.multiply(
                    groups.values(),
                    groups.offset(group * ROWS),
                    panels.values(),
                    panels.offset(panel),
                    groups.depth(),
                    halfSquares);
            found[count] = group * ROWS;
            count += VectorProducts.isNear(halfSquares, groupLimits[group], right.limits(), first + panel);
        }
        if (count > MOST_NEAR * groupLimits.length) {
            paused = pause;
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
        } else {
            pause = 1;
        }
        return count;
    }
}
