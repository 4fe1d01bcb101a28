/** The loss surface around trained networks, surveyed by many tasks. */
package org.dahlquist.cluster.landscape;
