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
        return new ListFolder(folder.toString(), found.blockRows());
    }

    /** Where a graph keeps its lists, in files of so many points. */
    static ListFolder folder(String graph, int rows) {
        return new ListFolder(new Path(graph, FOLDER).toString(), rows);
    }

    /** Says that all lists are there, and what they were made from. */
    static void seal(Configuration hadoop, ListFolder lists, JoinManifest madeFrom) {
        JsonFiles.write(hadoop, new Path(lists.path(), JoinManifest.FILE), madeFrom.ofLabelled(lists.blockRows()));
    }
}
