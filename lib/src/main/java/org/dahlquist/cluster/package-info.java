/** Everything that runs on Spark: sharded data, parameter averaging, distributed neighbours and solves. */
package org.dahlquist.cluster;
