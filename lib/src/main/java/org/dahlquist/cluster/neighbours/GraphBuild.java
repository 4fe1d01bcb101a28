package org.dahlquist.cluster.neighbours;

import java.util.List;

/**
 * A graph in files and what it took.
 *
 * @param parts what the driver keeps of the points, in their order
 * @param recall share of the true neighbours found
 * @param work sums over all tasks
 * @param joinSeconds wall time of the search
 * @param outputSeconds wall time of writing
 */
record GraphBuild(
        List<GraphPart> parts, double recall, NeighbourGraph.Work work, double joinSeconds, double outputSeconds) {
    /** Points whose neighbours all coincide with them. */
    long coinciding() {
        return parts.stream().mapToLong(GraphPart::coinciding).sum();
    }
}
