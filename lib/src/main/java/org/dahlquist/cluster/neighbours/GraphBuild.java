package org.dahlquist.cluster.neighbours;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A graph in files and what it took.
 *
 * @param files those with the neighbours of all points, in the order of the points
 * @param recall share of the true neighbours found
 * @param coinciding points whose neighbours all coincide with them
 * @param work sums over all tasks
 * @param phases wall times; those of index and shape are not known here
 */
record GraphBuild(
        List<Path> files, double recall, long coinciding, NeighbourGraph.Work work, NeighbourGraph.Phases phases) {
    NeighbourGraph.Phases phases(double index, double shape) {
        return new NeighbourGraph.Phases(
                index, phases.labelled(), phases.unlabelled(), phases.query(), phases.output(), shape);
    }
}
