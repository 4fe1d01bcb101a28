/** Prepared shards read back as minibatches and blocks for networks. */
package org.dahlquist.cluster.input;
