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
 * @param labelledBlockRows points of a block of labelled ones
 * @param unlabelledBlockRows points of a block of unlabelled ones, or 0
 */
record JoinManifest(
        int schemaVersion,
        String labelled,
        String unlabelled,
        int k,
        GraphConfig.Metric metric,
        int labelledBlockRows,
        int unlabelledBlockRows) {
    static final String FILE = "manifest.json";
    static final int SCHEMA_VERSION = 1;

    /** The same without unlabelled points. */
    JoinManifest ofLabelled() {
        return new JoinManifest(schemaVersion, labelled, "", k, metric, labelledBlockRows, 0);
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
