/** Labels interpolated on the graph by solving the nonlocal system over the cluster. */
package org.dahlquist.cluster.interpolation;
