package org.dahlquist.cluster.neighbours;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.JsonFiles;
import org.dahlquist.cluster.TaskFiles;

/**
 * The labelled points' neighbours among each other, kept beside a graph for later ones with other unlabelled points:
 * {@code labelled-graph/block-*.lists} and {@code manifest.json}.
 */
final class KeptLists {
    static final String FOLDER = "labelled-graph";

    private KeptLists() {}

    /**
     * The lists that another graph has kept.
     *
     * @param hadoop finds the file system
     * @param graph folder of the other graph
     * @param wanted what the lists have to be made from
     * @throws DahlquistException (CONFIG) if there are none or they are of other points, another k or another metric
     */
    static ListFolder of(Configuration hadoop, String graph, JoinManifest wanted) {
        Path folder = new Path(graph, FOLDER);
        if (!TaskFiles.names(hadoop, folder).contains(JoinManifest.FILE)) {
            throw DahlquistException.config(
                    "graph.reuse: there is no %s; name a run whose knn-graph stage was built from its own labelled"
                            + " points, or leave graph.reuse empty",
                    folder);
        }
        JoinManifest found = JsonFiles.read(hadoop, new Path(folder, JoinManifest.FILE), JoinManifest.class);
        String difference = found.labelledDifference(wanted);
        if (!difference.isEmpty()) {
            throw DahlquistException.config(
                    "graph.reuse: %s has %s; leave graph.reuse empty to join the labelled points again",
                    folder, difference);
        }
        return new ListFolder(folder.toString(), found.labelledBlockRows());
    }

    /** Keeps lists beside a graph. */
    static void keep(Configuration hadoop, ListFolder lists, Path graph, JoinManifest madeFrom) {
        Path folder = new Path(graph, FOLDER);
        TaskFiles.remove(hadoop, folder); // from an attempt that was killed right here
        TaskFiles.move(hadoop, new Path(lists.path()), folder);
        JsonFiles.write(hadoop, new Path(folder, JoinManifest.FILE), madeFrom.ofLabelled());
    }
}
