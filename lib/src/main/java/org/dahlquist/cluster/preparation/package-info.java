/** Datasets and image collections made into shards, as Spark tasks. */
package org.dahlquist.cluster.preparation;
