package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.function.Consumer;

/** What a join has found in the end, for the tasks that write the graph. */
interface FoundLists extends Serializable {
    /** The points, and how their neighbours were searched. */
    JoinSetting setting();

    /** Shows the nearest neighbours of a block's points to someone who doesn't keep the lists. */
    void show(ListKey key, Consumer<PointLists> reader);
}
