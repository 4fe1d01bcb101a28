package org.dahlquist.cluster.neighbours;

import org.dahlquist.run.GraphConfig;

/**
 * What kept lists of neighbours were made from; they serve again only if it is the same.
 *
 * @param schemaVersion of the files
 * @param labelled digest of the labelled points' features
 * @param unlabelled digest of the unlabelled points' features; empty for lists of labelled points among each other
 * @param k neighbours per point, counting the point itself
 * @param metric distance
 * @param blockRows points of a block, or of a file
 * @param together blocks on either side of a task, or 0
 * @param reused whether the labelled points' neighbours among each other come from another graph
 */
record JoinManifest(
        int schemaVersion,
        String labelled,
        String unlabelled,
        int k,
        GraphConfig.Metric metric,
        int blockRows,
        int together,
        boolean reused) {
    static final String FILE = "manifest.json";
    static final int SCHEMA_VERSION = 2;

    /** The same without unlabelled points, for lists in files of so many points. */
    JoinManifest ofLabelled(int rows) {
        return new JoinManifest(schemaVersion, labelled, "", k, metric, rows, 0, false);
    }

    /** Why these lists of labelled points cannot stand for others, in words; empty if they can. */
    String labelledDifference(JoinManifest wanted) {
        if (schemaVersion != wanted.schemaVersion) {
            return "schema version " + schemaVersion + ", not " + wanted.schemaVersion;
        }
        if (k != wanted.k) {
            return "neighbours = " + k + ", not " + wanted.k;
        }
        if (metric != wanted.metric) {
            return "another graph.metric, " + metric;
        }
        return labelled.equals(wanted.labelled) ? "" : "other labelled features (SHA-256 " + labelled + ")";
    }
}
